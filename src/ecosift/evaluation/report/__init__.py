"""An evaluation as a table on the terminal, JSON, Markdown, or one HTML page."""
