"""Markdown: sessions and campaigns as text for people and note vaults."""
