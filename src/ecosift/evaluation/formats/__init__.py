"""Gold in the formats of annotation tools: read, written, told apart, and what each can carry."""

from ecosift.evaluation.formats.registry import FORMATS, detect, holds_records, read, would_lose, write

__all__ = ["FORMATS", "detect", "holds_records", "read", "would_lose", "write"]
