"""How rows of tables are painted, and the table that every list uses."""

from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.row_delegate import RowDelegate
from sessionary.views.delegates.table import Table
from sessionary.views.delegates.table_header import TableHeader

__all__ = ["CellKind", "ColumnLook", "RowDelegate", "Table", "TableHeader"]
