"""The live mode: a session while it is played, and how it is ended."""
