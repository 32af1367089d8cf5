"""Migrations of the library file, numbered; each moves one version up, never down."""
