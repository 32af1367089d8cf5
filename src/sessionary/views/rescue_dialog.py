"""Changes that could not be saved: against the present, brought back, or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Slot

from sessionary.core.problems import UserError
from sessionary.models.field_words import difference_lines, place_words
from sessionary.models.rescue_list import RESCUE_ROLE, RescuesModel
from sessionary.services.rescues import Rescue, bring_back, discard, rescued_changes, rescues
from sessionary.views.changes_text import ChangesText
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.list_dialog import ListDialog, detail_below, pages_of
from sessionary.views.messages import ask
from sessionary.views.widgets.buttons import DangerButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import Paragraph, TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.theme import Theme

_LOOKS: Final = (
    ColumnLook(kind=CellKind.NUMBER, width=196, tone="text2", left=True),
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=230, tone="text2", hide_below=600, gives_way=1),
)
_TITLE_CHARACTERS: Final = 80


class RescueDialog(ListDialog):
    """Lists what could not be saved and was kept; nothing of it comes back by itself."""

    def __init__(
        self,
        theme: Theme,
        open_library: OpenLibrary,
        *,
        name_of: Callable[[str], str] = lambda name: name,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; show it with `open`.

        Args:
            theme: Colours and sizes.
            open_library: Whose rescue copies are listed.
            name_of: The name that an id in them stands for.
            parent: The window it belongs to.
        """
        super().__init__(theme, self.tr("Changes that could not be saved"), parent)
        self._open, self._name_of = open_library, name_of
        self.model = RescuesModel((), self)
        self.table = Table(theme, _LOOKS, self.tr("Changes that could not be saved"))
        self.table.setModel(self.model)
        self.changes = ChangesText(theme, self.tr("What is different"))
        self.nothing = EmptyState(
            theme,
            "circle-check",
            self.tr("Everything is saved"),
            self.tr("What a disk or another window keeps from being saved is kept here."),
        )
        self.told = TextLabel(tone="text2", elide=True)
        self.drop = DangerButton(theme, self.tr("&Discard…"))
        self.back = PrimaryButton(theme, self.tr("&Bring back"), "history")
        self._lay_out()
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _index: self.changes.setFocus())
        self.drop.clicked.connect(self._ask_to_discard)
        self.back.clicked.connect(self._bring_back)
        open_library.refused.connect(self._refused)
        open_library.changed.connect(self._show)
        self._read()
        self.table.setFocus()

    def _lay_out(self) -> None:
        px = self.theme.px
        words = Paragraph(
            self.tr("− is what the library has now, + what could not be saved."), tone="text2"
        )
        split = detail_below(self.table, (self.changes,), (px(160), px(280)))
        self.pages = pages_of(split, self.nothing)
        self.lay_out(
            self.pages,
            (self.drop, self.told, self.close_button, self.back),
            above=(words,),
            size=(760, 520),
            least=(480, 380),
        )

    def chosen(self) -> Rescue | None:
        """Return the copy that is chosen."""
        rescue = self.table.currentIndex().data(RESCUE_ROLE)
        return rescue if isinstance(rescue, Rescue) else None

    def _read(self) -> None:
        found = rescues(self._open.library)
        self.model.show_rescues(found)
        self.head.set_count(QLocale().toString(len(found)) if found else "")
        self.pages.setCurrentIndex(0 if found else 1)
        self.table.choose_row(0)
        self._show()

    @Slot()
    def _show(self) -> None:
        rescue = self.chosen()
        can_write = not self._open.library.read_only and not self._open.busy
        self.drop.setEnabled(rescue is not None and can_write)
        self.back.setEnabled(rescue is not None and not rescue.wrong and can_write)
        self.told.set_tone("text2")
        self.told.setText("")
        if rescue is None:
            self.changes.show_parts(())
            return
        try:
            found = rescued_changes(self._open.library, rescue)
        except UserError as error:
            self.changes.show_parts(((str(error), ()),))
            return
        parts = [
            (place_words(one.path, self._name_of), difference_lines(one, self._name_of))
            for one in found
        ]
        same = self.tr("The library says all that already.")
        self.changes.show_parts(parts or ((same, ()),))

    @Slot()
    def _bring_back(self) -> None:
        rescue = self.chosen()
        if rescue is not None and self._open.try_act(
            lambda: bring_back(self._open.library, rescue)
        ):
            self._read()
            self.told.setText(self.tr("It is back; Undo takes it out again."))

    @Slot()
    def _ask_to_discard(self) -> None:
        rescue = self.chosen()
        if rescue is None:
            return
        title = one_line(rescue.title, _TITLE_CHARACTERS)
        ask(
            self.theme,
            self,
            self.tr("Discard what could not be saved of “{0}”?").format(title),
            details=self.tr("The library stays as it is. This cannot be undone."),
            yes=self.tr("Discard"),
            agreed=lambda: self._discard(rescue),
            danger=True,
        )

    def _discard(self, rescue: Rescue) -> None:
        if self._open.try_act(lambda: discard(self._open.library, rescue)):
            self._read()

    @Slot(str)
    def _refused(self, words: str) -> None:
        self.told.set_tone("bad")
        self.told.setText(words)
