"""Where the program keeps what: the library, settings, logs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import platformdirs

APP = "sessionary"


def library_folder() -> Path:
    """Return the folder of the user's library, made on the first start."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def settings_file() -> Path:
    """Return the file of the window's settings."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.ini"


def log_folder() -> Path:
    """Return the folder of the log."""
    return Path(platformdirs.user_log_dir(APP, appauthor=False))


def local_zone() -> str:
    """Return the name of this machine's time zone, ``UTC`` where it has none that can be named."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  not for painting

    named = os.environ.get("TZ", "").lstrip(":")
    link = Path("/etc/localtime")
    candidates = [named]
    if link.is_symlink():
        candidates.append(str(link.resolve()).rpartition("zoneinfo/")[2])
    candidates.append(time.tzname[0])
    for candidate in candidates:
        try:
            if candidate:
                return ZoneInfo(candidate).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return "UTC"
