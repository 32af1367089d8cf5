"""What happens to errors that nobody expected: they are logged, shown once, and never lost."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

_LOG_BYTES = 1_000_000
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger("sessionary")


class _LogFile(logging.Handler):
    """Writes the log; what it needs for that is imported with the first line that it writes."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415  not for painting

            path = self._folder / "sessionary.log"
            self._file = RotatingFileHandler(
                path, maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8"
            )
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._file.emit(record)


def start_logging(folder: Path) -> None:
    """Write the log to a file of at most 1 MB, with three older ones beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = _LogFile(folder)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    # Kept open for the life of the process: it is written when the interpreter cannot.
    fatal = (folder / "crash.txt").open("w", encoding="utf-8")
    faulthandler.enable(fatal)
    qInstallMessageHandler(_from_qt)


def _from_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    log.log(_QT_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)


class ErrorHook(QObject):
    """Takes every exception that no one caught, also those in slots and threads.

    Signals:
        happened: One sentence about the error, for the window.
    """

    happened = Signal(str)
    _telling = False

    def install(self) -> None:
        """Become the place where uncaught exceptions go."""
        sys.excepthook = self._take
        threading.excepthook = lambda given: self._take(
            given.exc_type, given.exc_value or given.exc_type(), given.exc_traceback
        )

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("Uncaught", exc_info=(kind, error, trace))
        if sys.stderr is not None:
            sys.__excepthook__(kind, error, trace)
        if self._telling:
            # Telling of an error failed: told again, it would fail for ever.
            return
        self._telling = True
        try:
            self.happened.emit(f"{kind.__name__}: {error}")
        finally:
            self._telling = False

    def uninstall(self) -> None:
        """Give the place back; the window that told of errors is gone."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
