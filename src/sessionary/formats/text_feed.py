"""A file as text, chunk by chunk: unpacked, decoded, and refused where that cannot be done."""

from __future__ import annotations

import codecs
import gzip
import zlib
from typing import IO, TYPE_CHECKING, Final

from sessionary.formats.records import FILE_LIMIT, MEBIBYTE, RATIO_FROM, RATIO_LIMIT, FileRefused

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

CHUNK: Final = 256 * 1024
_GZIP: Final = b"\x1f\x8b"
# UTF-32 stands first: its mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EXPECTED: Final = "UTF-8, or UTF-16 with a byte order mark"


class TextFeed:
    """Reads UTF-8 with or without mark, UTF-16 with mark, and gzip archives of these.

    Attributes:
        name: The file's name, for messages.
        total: The file's size in bytes, packed if it is.
        encoding: What it is written in, known after the first `read`; encoding a part of the
            text gives the file's own bytes.
    """

    def __init__(self, path: Path, *, chunk: int = CHUNK) -> None:
        """Open the file; `close` it, or use this as a context.

        Raises:
            OSError: It cannot be opened.
            FileRefused: It is larger than `FILE_LIMIT`.
        """
        self.name = path.name
        self.encoding = "utf-8"
        self.total = path.stat().st_size
        self._chunk = chunk
        if self.total > FILE_LIMIT:
            raise self._over(f"{self.total / MEBIBYTE:.0f} MB", "a file of at most 4 GiB")
        self._raw: IO[bytes] = path.open("rb")
        packed = self._raw.read(len(_GZIP)) == _GZIP
        self._raw.seek(0)
        self._bytes: IO[bytes] = gzip.GzipFile(fileobj=self._raw) if packed else self._raw  # type: ignore[assignment]  # typeshed does not call a GzipFile an IO
        self._packed = packed
        self._taken = 0
        self._decoder: codecs.IncrementalDecoder | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._bytes.close()
        self._raw.close()

    @property
    def done(self) -> int:
        """How many of `total` bytes were read."""
        return min(self._raw.tell(), self.total)

    def read(self) -> str:
        """Return the next part of the text, empty at the end.

        Raises:
            FileRefused: The archive is damaged, a limit is passed, or the bytes are not in one
                of the encodings.
        """
        while True:
            part = self._unpacked(max(self._chunk, 4 if self._decoder is None else 1))
            text = self._decoded(part)
            if text or not part:
                return text

    def _unpacked(self, size: int) -> bytes:
        try:
            part = self._bytes.read(size)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise FileRefused(
                "file.damaged", self.name, f"byte {self.done}", str(error), "a whole gzip archive"
            ) from error
        taken = self._taken + len(part)
        if taken > FILE_LIMIT:
            raise self._over("more unpacked", "at most 4 GiB unpacked")
        if self._packed and taken > RATIO_FROM and taken > RATIO_LIMIT * max(self.done, 1):
            raise self._over(
                f"an archive that unpacks to over {RATIO_LIMIT} times its size",
                f"at most {RATIO_LIMIT} times",
            )
        return part

    def _decoded(self, part: bytes) -> str:
        if self._decoder is None:
            part = self._start(part)
        decoder = self._decoder
        if decoder is None:
            return ""
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            raise self._undecodable(error, self._taken - pending) from error
        self._taken += len(part)
        return text

    def _start(self, part: bytes) -> bytes:
        for mark, encoding in _MARKS:
            if part.startswith(mark):
                self._taken = len(mark)
                self.encoding = encoding
                part = part[len(mark) :]
                break
        if self.encoding == "UTF-32":
            raise self._encoding(1, "the byte order mark of UTF-32")
        if self.encoding == "utf-8" and b"\0" in part[:2]:
            raise self._encoding(
                self._taken + part.find(0) + 1, "the byte 0x00, as in UTF-16 without its mark"
            )
        self._decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        return part

    def _undecodable(self, error: UnicodeDecodeError, base: int) -> FileRefused:
        wrong = error.object[error.start : error.start + 1]
        found = f"the byte 0x{wrong.hex().upper()}, which is not {self.encoding.upper()} there"
        return self._encoding(base + error.start + 1, found)

    def _encoding(self, byte: int, found: str) -> FileRefused:
        return FileRefused("file.encoding", self.name, f"byte {byte}", found, _EXPECTED)

    def _over(self, found: str, expected: str) -> FileRefused:
        return FileRefused("file.limit", self.name, "", found, expected)
