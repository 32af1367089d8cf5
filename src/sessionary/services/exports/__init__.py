"""Exports: sessions, campaigns and the whole library as files for people and other programs."""

from sessionary.services.exports.writing import Written, export, preview

__all__ = ["Written", "export", "preview"]
