"""How people, places and sessions are named in a Markdown document: plainly, or as links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.core.text import one_line
from sessionary.formats.markdown.escape import escape, link

if TYPE_CHECKING:
    from collections.abc import Callable

_REMEMBERED: Final = 20_000


class MarkdownNames(dict[str, str]):
    """Turns ids and names into Markdown; a log names the same few people again and again.

    It is a dictionary of those it was asked for: ``names[who]`` is the quickest way to ask.

    Args:
        name_of: Gives the name that an id stands for, the id itself where there is none.
        linked: Whether names become ``[[links]]``, as notes in a vault have them.
    """

    def __init__(self, name_of: Callable[[str], str] = str, *, linked: bool = False) -> None:
        super().__init__()
        self.linked = linked
        self._name_of = name_of

    def __call__(self, who: str) -> str:
        """Return the Markdown of a person's or place's name; it also fits in a table."""
        return self[who]

    def __missing__(self, who: str) -> str:
        """Make the Markdown of a name that was not asked for yet."""
        name = self._name_of(who) or who
        made = link(name) if self._fits_link(name) else escape(name)
        if len(self) < _REMEMBERED:
            self[who] = made
        return made

    def plain(self, who: str) -> str:
        """Return a name for front matter, where nothing is escaped; a link if names are links."""
        name = self._name_of(who) or who
        return link(name) if self._fits_link(name) else name

    def _fits_link(self, name: str) -> bool:
        # A link cannot hold every name; one that it would alter stays a text.
        return self.linked and link(name) == f"[[{one_line(name, None)}]]"

    def listed(self, names: list[str] | tuple[str, ...]) -> str:
        """Return names as English lists them: ``A``, ``A and B``, ``A, B and C``."""
        made = [self(name) for name in names if name.strip()]
        if len(made) < 2:
            return "".join(made)
        return f"{', '.join(made[:-1])} and {made[-1]}"
