"""Importing files: read first, show what would happen, then write all of it as one act."""
