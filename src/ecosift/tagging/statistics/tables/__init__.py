"""The figures of tables: a cell's print read by the heads of its row and column, and checked against them."""

from ecosift.tagging.statistics.tables.page import cells_of_tables, with_cells

__all__ = ["cells_of_tables", "with_cells"]
