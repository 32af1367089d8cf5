"""Exporting: what, in which format, for whom and to where."""

from sessionary.views.exports.export_dialog import ExportDialog
from sessionary.views.exports.offers import ExportScope

__all__ = ["ExportDialog", "ExportScope"]
