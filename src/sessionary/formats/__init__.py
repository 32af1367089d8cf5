"""Files in, records and problems out; and back. No database here."""
