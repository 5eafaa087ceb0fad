"""Whether the figures of a page can be right beside each other: what is asked, and of which figures."""

from ecosift.tagging.statistics.checking.checked import with_checks

__all__ = ["with_checks"]
