"""The library file: tables, migrations and queries. Rows never leave this room."""
