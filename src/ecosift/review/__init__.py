"""Pages to read and mend in a browser: what came out, and gold JSONL on the way back."""

from ecosift.review.run import Wanted, review
from ecosift.review.writing import Written

__all__ = ["Wanted", "Written", "review"]
