"""One window a library: a second start hands its files to the first and brings it to the front."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtNetwork import QLocalSocket

    from sessionary.storage.lock import FileLock

_WAIT_MS = 2000


def _name(folder: Path) -> str:
    # The name of a socket is short; libraries in different folders have windows of their own, and
    # so have the people who share a computer.
    whose = os.getuid() if sys.platform != "win32" else os.environ.get("USERNAME", "")
    # Qt's SHA-256: Python's would be loaded for this alone, before the first picture.
    digest = QCryptographicHash.hash(
        f"{folder.resolve()} {whose}".encode(), QCryptographicHash.Algorithm.Sha256
    )
    return "sessionary-" + bytes(digest.toHex().data()).decode()[:20]


def _may_be_open(folder: Path) -> bool:
    # Qt keeps the socket there; asking whether anybody listens takes loading a library first.
    return sys.platform == "win32" or Path(QDir.tempPath(), _name(folder)).exists()


def hand_over(folder: Path, files: Sequence[Path]) -> bool:
    """Give files to the window that has the library open; say whether there is one.

    One that is about to close does not take them.
    """
    if not _may_be_open(folder):
        return False
    import json  # noqa: PLC0415  not for painting

    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    message = json.dumps({"files": [str(path.resolve()) for path in files]})
    socket.write(message.encode() + b"\n")
    socket.waitForBytesWritten(_WAIT_MS)
    # A window that is busy for long answers later; one that closes hangs up.
    answered = socket.waitForReadyRead(_WAIT_MS)
    taken = answered or socket.state() == QLocalSocket.LocalSocketState.ConnectedState
    socket.disconnectFromServer()
    return taken


def claim(folder: Path) -> FileLock | None:
    """Return what makes this start the one window of its user on a library.

    None if another start has it: it opens its door soon, if it has not yet. It is held until the
    process ends, or until it is closed.
    """
    from sessionary.storage.lock import FileLock  # noqa: PLC0415  not for painting

    lock = FileLock(Path(QDir.tempPath(), f"{_name(folder)}.lock"))
    if lock.take():
        return lock
    lock.close()
    return None


class Door(QObject):
    """Where a second start knocks. Lives as long as the window has the library.

    Only who has claimed the library opens one.

    Signals:
        knocked: Another start brought these files, maybe none.
    """

    knocked = Signal(object)

    def __init__(
        self,
        folder: Path,
        parent: QObject | None = None,
        *,
        may_enter: Callable[[], bool] = lambda: True,
    ) -> None:
        """Open the door.

        Args:
            folder: Where the library lies.
            parent: What it belongs to.
            may_enter: Says whether files are taken now; who knocks in vain comes again.
        """
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415  not for painting

        super().__init__(parent)
        self._may_enter = may_enter
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # What a killed program left behind; the claim says that nobody else is here.
        QLocalServer.removeServer(_name(folder))
        self._server.listen(_name(folder))
        self._server.newConnection.connect(self._answer)

    def shut(self) -> None:
        """Let nobody in any more; who waits for an answer gets none."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            # Told to go when its knocker has gone, it could go twice, once with the server; a
            # few bytes for each second start are cheaper.
            socket.readyRead.connect(partial(self._read, socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        import json  # noqa: PLC0415  not for painting

        if not socket.canReadLine():
            return
        if not self._may_enter():
            socket.abort()
            return
        line = bytes(socket.readLine().data())
        try:
            files = [Path(name) for name in json.loads(line)["files"]]
        except (ValueError, KeyError, TypeError):
            files = []
        socket.write(b"ok\n")
        socket.flush()
        self.knocked.emit(files)
