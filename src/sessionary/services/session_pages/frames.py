"""How two processes of this program talk through a pipe: in frames of bytes or of JSON."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typing import IO

_LENGTH: Final = struct.Struct(">Q")


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write bytes so that :func:`read_frame` gives the same ones."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the bytes of the next frame, None if the other end has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def write_json(stream: IO[bytes], value: dict[str, Any]) -> None:
    """Write a JSON object so that :func:`read_json` gives the same one."""
    write_frame(stream, json.dumps(value).encode())


def read_json(stream: IO[bytes]) -> dict[str, Any] | None:
    """Return the next JSON object, None if the other end has gone."""
    data = read_frame(stream)
    value: dict[str, Any] | None = None if data is None else json.loads(data)
    return value
