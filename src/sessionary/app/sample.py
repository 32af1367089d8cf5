"""The sample campaign as a file that can be imported."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from sessionary.app.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "sample/campaign.json"


def sample_file(read: Callable[[str], bytes]) -> Path:
    """Return the sample as a file; one inside an archive is copied out first.

    Args:
        read: Returns the content of a resource.
    """
    found = resource(NAME)
    if isinstance(found, Path):
        return found
    copy = Path(gettempdir()) / "sessionary sample campaign.json"
    copy.write_bytes(read(NAME))
    return copy
