"""What the window remembers between starts, in one INI file of ours."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from pathlib import Path

    from sessionary.views.settings_dialog import Preferences

E = TypeVar("E", bound=StrEnum)
_MOST_RECENT: Final = 10
_STATE_VERSION: Final = 1


class PreferencesFile:
    """Reads and writes settings, each with its type: QSettings alone gives text back."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def preferences(self) -> Preferences:
        """Return what the reader chose; what the file says wrongly is left at its default."""
        from sessionary.views.settings_dialog import Preferences  # noqa: PLC0415  not for painting
        from sessionary.views.theme import Appearance, Density, Look  # noqa: PLC0415

        percent = self.text_percent()
        look = Look(
            appearance=_one_of(Appearance, self._text("look/appearance"), Appearance.SYSTEM),
            density=_one_of(Density, self._text("look/density"), Density.COMFORTABLE),
            text_percent=percent,
        )
        return Preferences(look=look, list_letters=self._flag("keys/list_letters"))

    def appearance(self) -> str:
        """Return the chosen theme: ``light``, ``dark``, or anything else for the system's."""
        return self._text("look/appearance")

    def text_percent(self) -> int:
        """Return the size of text relative to the system's, in percent."""
        percent = self._whole("look/text_percent", 100)
        return percent if 75 <= percent <= 200 else 100

    def keep_preferences(self, preferences: Preferences) -> None:
        """Write what the reader chose."""
        self._settings.setValue("look/appearance", preferences.look.appearance.value)
        self._settings.setValue("look/density", preferences.look.density.value)
        self._settings.setValue("look/text_percent", preferences.look.text_percent)
        self._settings.setValue("keys/list_letters", preferences.list_letters)

    def keys(self) -> dict[str, str]:
        """Return the keys that differ from the defaults: command -> keys."""
        self._settings.beginGroup("shortcuts")
        found = {name: self._text(name) for name in self._settings.allKeys()}
        self._settings.endGroup()
        return found

    def keep_keys(self, keys: dict[str, str]) -> None:
        """Write the keys that differ from the defaults."""
        self._settings.remove("shortcuts")
        for name, text in keys.items():
            self._settings.setValue(f"shortcuts/{name}", text)

    def recent(self) -> list[str]:
        """Return the files that were imported last, newest first."""
        value = self._settings.value("files/recent")
        listed = [value] if isinstance(value, str) else value
        return [str(path) for path in listed] if isinstance(listed, list) else []

    def add_recent(self, paths: list[str]) -> None:
        """Put files at the head of the list of recent ones."""
        known = [path for path in self.recent() if path not in paths]
        self._settings.setValue("files/recent", [*paths, *known][:_MOST_RECENT])

    def clear_recent(self) -> None:
        """Forget the recent files."""
        self._settings.remove("files/recent")

    def searches(self) -> list[str]:
        """Return the searches that are kept, in the order in which they were."""
        value = self._settings.value("search/kept")
        listed = [value] if isinstance(value, str) else value
        return [str(text) for text in listed] if isinstance(listed, list) else []

    def keep_searches(self, searches: list[str]) -> None:
        """Keep these searches and no others."""
        self._settings.setValue("search/kept", searches)

    def text(self, name: str) -> str:
        """Return a word that the window remembers, empty if it remembers none."""
        return self._text(f"window/{name}")

    def keep_text(self, name: str, text: str) -> None:
        """Remember a word for the window."""
        self._settings.setValue(f"window/{name}", text)

    def state(self, name: str) -> QByteArray | None:
        """Return a geometry or splitter state, None if there is none of this version."""
        if self._whole("window/version", 0) != _STATE_VERSION:
            return None
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or splitter state."""
        self._settings.setValue("window/version", _STATE_VERSION)
        self._settings.setValue(f"window/{name}", state)

    def flush(self) -> None:
        """Write everything to the file now."""
        self._settings.sync()

    def _text(self, name: str) -> str:
        value = self._settings.value(name, "")
        return value if isinstance(value, str) else ""

    def _whole(self, name: str, default: int) -> int:
        value = self._settings.value(name, default)
        try:
            return int(str(value))
        except ValueError:
            return default

    def _flag(self, name: str) -> bool:
        return self._text(name) == "true" or self._settings.value(name) is True


def _one_of(kind: type[E], text: str, default: E) -> E:
    try:
        return kind(text)
    except ValueError:
        return default
