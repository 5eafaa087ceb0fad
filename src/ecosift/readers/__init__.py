"""Files, folders, globs, standard input and JSONL → pages. Nothing later knows where a page came from."""

from ecosift.readers.pages import read_pages, unique_ids

__all__ = ["read_pages", "unique_ids"]
