"""What marks a file as a library of ours, before anything in it is trusted."""

APPLICATION_ID = 0x53455353
"""``SESS``, in the header of each library file."""

SCHEMA_VERSION = 4
"""Number of the newest migration, kept in ``user_version``."""

INDEX_VERSION = 2
"""Raised when what is computed from documents and entries changes; kept as the setting ``index``.

The next start that writes finds another number there, or none, and writes the index anew.
"""

FILE_NAME = "library.sessionary"
