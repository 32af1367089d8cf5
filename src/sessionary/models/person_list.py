"""The people of a library, as a table; and what forgetting one would change, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.models.rows_model import RowsModel
from sessionary.services.persons import shown_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.forgetting_plan import Forgetting
    from sessionary.services.persons import Person

Index = QModelIndex | QPersistentModelIndex

PERSON_ROLE: Final = Qt.ItemDataRole.UserRole + 1

_MOST_NAMED: Final = 6


def _words(text: str) -> str:
    return QCoreApplication.translate("People", text)


def _number(count: int) -> str:
    return QLocale().toString(count)


class PeopleModel(RowsModel):
    """The people of a library: name, id, in how many documents and events they are."""

    headings = (
        "Name",
        "Id",
        "Documents",
        "Events",
    )
    context = "PeopleModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: list[Person] = []

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these in the place of the former ones."""
        self.beginResetModel()
        self._people = list(people)
        self.endResetModel()

    @override
    def count(self) -> int:
        return len(self._people)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        person = self._people[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            shown = (person.name, shown_id(person.id), _number(person.documents))
            return (*shown, _number(person.events))[index.column()]
        return person if role == PERSON_ROLE else None


def plan_text(plan: Forgetting) -> str:
    """Return what forgetting a person changes, as paragraphs."""
    changed = _counted(
        (plan.sessions, "1 session", "{0} sessions"),
        (plan.campaigns, "1 campaign", "{0} campaigns"),
        (plan.goals, "1 goal", "{0} goals"),
        (plan.world, "1 entry of the world", "{0} entries of the world"),
        (plan.events, "1 event", "{0} events"),
        (plan.rejects, "1 text that could not be read", "{0} texts that could not be read"),
        (plan.names, "the name of 1 act or file", "the names of {0} acts and files"),
    )
    gone = _counted(
        (plan.surveys, "1 session of a survey", "{0} sessions of surveys"),
        (plan.revisions, "1 former version of these", "{0} former versions of these"),
        (plan.copies, "1 rescue copy", "{0} rescue copies"),
    )
    said = []
    if plan.former:
        called = _words("They are called {0} from then on; who came and when stays.")
        said += [
            called.format(plan.former),
            _words("Changed: {0}.").format(changed or _words("nothing")),
        ]
    said += [
        _words("Gone for good: {0}.").format(
            ", ".join(part for part in (gone, _words("all steps of undo")) if part)
        ),
    ]
    remaining = _counted(
        (len(plan.remaining), "1 document", "{0} documents"),
        (plan.remaining_events, "1 event", "{0} events"),
    )
    if remaining:
        words = _words(
            "A part of the name stands in {0} as well; what you wrote in your own words stays."
        )
        said.append(words.format(remaining))
    if plan.backups:
        words = _words("Backups that hold them: {0}. You are asked about these afterwards.")
        said.append(words.format(_number(len(plan.backups))))
    said.append(_words("This cannot be undone."))
    return "\n\n".join(said)


def remaining_text(plan: Forgetting) -> str:
    """Return where a part of the name still stands, empty if it stands nowhere."""
    if not plan.remaining:
        return ""
    named = [f"{kind}/{key}" for kind, key in plan.remaining[:_MOST_NAMED]]
    more = len(plan.remaining) - len(named)
    told = ", ".join(named) + (_words(" and {0} more").format(_number(more)) if more else "")
    return _words("A part of the name stands in {0}.").format(told)


def _counted(*counts: tuple[int, str, str]) -> str:
    return ", ".join(
        _words(one) if count == 1 else _words(many).format(_number(count))
        for count, one, many in counts
        if count
    )
