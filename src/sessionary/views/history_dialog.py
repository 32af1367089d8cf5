"""The history of a document: what each revision changed, compared, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QWidget

from sessionary.core.problems import UserError
from sessionary.models.field_words import difference_lines, place_words
from sessionary.models.history_list import REVISION_ROLE, HistoryModel, moment_text
from sessionary.services.history import Revision, bring_back, name_revision
from sessionary.views.changes_text import ChangesText
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.list_dialog import ListDialog, detail_below, pages_of
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.theme import Theme

BEFORE, PRESENT = "before", "present"
"""With what a revision is compared: the one before it, or what the library shows now."""

_LOOKS: Final = (
    ColumnLook(kind=CellKind.NUMBER, width=52, tone="text2"),
    ColumnLook(kind=CellKind.NUMBER, width=196, tone="text2", left=True, gives_way=1),
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=300, tone="text2", hide_below=640, gives_way=2),
)
_TITLE_CHARACTERS: Final = 80


class HistoryDialog(ListDialog):
    """Lists the revisions of a document, and shows what the chosen one changed."""

    def __init__(
        self,
        theme: Theme,
        open_library: OpenLibrary,
        kind: str,
        key: str,
        *,
        title: str,
        name_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; show it with `open`.

        Args:
            theme: Colours and sizes.
            open_library: Where the document is.
            kind: Its kind.
            key: Its key.
            title: What it is called.
            name_of: The name that an id in it stands for.
            parent: The window it belongs to.
        """
        super().__init__(theme, self.tr("History"), parent)
        self._open, self._kind, self._key = open_library, kind, key
        self._name_of = name_of
        self.setWindowTitle(self.tr("History of {0}").format(one_line(title, _TITLE_CHARACTERS)))
        self.model = HistoryModel(open_library.library, kind, key, name_of, self)
        self.name = TextLabel(title, tone="text2", elide=True)
        self.table = Table(theme, _LOOKS, self.tr("Versions, newest first"))
        self.table.setModel(self.model)
        self.against = QComboBox()
        self.told = TextLabel(tone="text2", elide=True)
        self.changes = ChangesText(theme, self.tr("What is different"))
        self.nothing = EmptyState(
            theme,
            "history",
            self.tr("Nothing is different"),
            self.tr("These two versions say the same."),
        )
        self.pages = pages_of(self.changes, self.nothing)
        self.namer = OutlinedButton(theme, self.tr("&Name it…"), "bookmark")
        self.back = PrimaryButton(theme, self.tr("&Bring this back"), "history")
        self._lay_out()
        self._fill_choices()
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _index: self.changes.setFocus())
        self.against.activated.connect(self._show)
        self.back.clicked.connect(self._bring_back)
        self.namer.clicked.connect(self._ask_name)
        QShortcut(QKeySequence(Qt.Key.Key_F2), self).activated.connect(self.namer.click)
        open_library.changed.connect(self._changed)
        open_library.refused.connect(self._refused)
        self.table.choose_row(0)
        self.table.setFocus()

    def _lay_out(self) -> None:
        px = self.theme.px
        self.against.setAccessibleName(self.tr("Compared with"))
        self.against.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.against.setMinimumContentsLength(28)
        choice = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(TextLabel(self.tr("Compared with"), tone="text2"))
        row.addWidget(self.against)
        row.addStretch(1)
        self.lay_out(
            detail_below(self.table, (choice, self.pages), (px(220), px(320))),
            (self.namer, self.told, self.close_button, self.back),
            above=(self.name,),
            size=(860, 620),
            least=(480, 400),
        )

    def _fill_choices(self) -> None:
        chosen = self.against.currentData()
        self.against.clear()
        self.against.addItem(self.tr("the version before it"), BEFORE)
        self.against.addItem(self.tr("the present"), PRESENT)
        for one in self.model.all():
            words = self.tr("version {0}, {1}").format(
                QLocale().toString(one.number), moment_text(one.at)
            )
            self.against.addItem(words, one.number)
        self.against.setCurrentIndex(max(0, self.against.findData(chosen)))
        self.head.set_count(QLocale().toString(self.model.rowCount()))

    def chosen(self) -> Revision | None:
        """Return the revision that is chosen."""
        revision = self.table.currentIndex().data(REVISION_ROLE)
        return revision if isinstance(revision, Revision) else None

    def compare_with(self, other: str | int) -> None:
        """Compare with the one before, with the present, or with a revision by its number."""
        self.against.setCurrentIndex(self.against.findData(other))
        self._show()

    def _other(self, revision: Revision) -> int | None:
        choice = self.against.currentData()
        if choice == BEFORE:
            return self.model.before(revision.number)
        if choice == PRESENT:
            return self.model.all()[0].number
        return int(choice)

    @Slot()
    def _show(self) -> None:
        revision = self.chosen()
        can_write = not self._open.library.read_only and not self._open.busy
        self.back.setEnabled(revision is not None and not revision.present and can_write)
        self.namer.setEnabled(revision is not None and can_write)
        self.told.set_tone("text2")
        if revision is None:
            self.changes.show_parts(())
            return
        other = self._other(revision)
        try:
            if other is None or other <= revision.number:
                self._show_between(other, revision.number)
            else:
                self._show_between(revision.number, other)
        except UserError as error:
            self.told.setText("")
            self._say(self.tr("This version cannot be read"), str(error))

    def _show_between(self, older: int | None, newer: int) -> None:
        number = QLocale().toString
        found = self.model.differences(older, newer)
        parts = [
            (place_words(one.path, self._name_of), difference_lines(one, self._name_of))
            for one in found
        ]
        if older is None:
            self.told.setText(self.tr("Version {0} is the first.").format(number(newer)))
        else:
            self.told.setText(
                self.tr("From version {0} (−) to version {1} (+)").format(
                    number(older), number(newer)
                )
            )
        self.changes.show_parts(parts)
        if parts:
            self.pages.setCurrentWidget(self.changes)
        else:
            self._say(self.tr("Nothing is different"), self.tr("These two versions say the same."))

    def _say(self, statement: str, sentence: str) -> None:
        self.nothing.say("history", statement, sentence)
        self.pages.setCurrentWidget(self.nothing)

    @Slot()
    def _bring_back(self) -> None:
        revision = self.chosen()
        if revision is None or revision.present:
            return
        written: list[int | None] = []
        library, number = self._open.library, revision.number
        done = self._open.try_act(
            lambda: written.append(bring_back(library, self._kind, self._key, number))
        )
        if done and written == [None]:
            self.told.setText(self.tr("The document says all that already."))
        elif done:
            self.table.choose_row(0)
            self.table.setFocus()

    @Slot()
    def _ask_name(self) -> None:
        revision = self.chosen()
        if revision is None:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Name this version"))
        dialog.setLabelText(
            self.tr("A version with a name is kept for ever. Leave it empty to take it away.")
        )
        dialog.setTextValue(revision.title)
        dialog.setOkButtonText(self.tr("Name it"))
        dialog.textValueSelected.connect(lambda name: self._name_it(revision.number, name))
        dialog.open()

    def _name_it(self, number: int, name: str) -> None:
        library = self._open.library
        if self._open.try_act(lambda: name_revision(library, self._kind, self._key, number, name)):
            self._changed()

    @Slot(str)
    def _refused(self, words: str) -> None:
        self.told.set_tone("bad")
        self.told.setText(words)

    @Slot()
    def _changed(self) -> None:
        """Show what the library has now; the chosen revision stays chosen."""
        chosen = self.chosen()
        self.model.refresh()
        self._fill_choices()
        rows = [one.number for one in self.model.all()]
        row = rows.index(chosen.number) if chosen is not None and chosen.number in rows else 0
        self.table.choose_row(row)
        self._show()
