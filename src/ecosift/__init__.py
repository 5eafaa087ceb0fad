"""ecosift: scraped article pages in, structured evidence out."""

__version__ = "0.1.0"
