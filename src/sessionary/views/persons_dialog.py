"""Personal data: who is in the library, all that is held about one person, and forgetting them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLocale, QModelIndex, Slot
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from sessionary.models.person_list import PERSON_ROLE, PeopleModel, plan_text, remaining_text
from sessionary.services.forgetting import delete_backups, plan_to_forget, traces_left
from sessionary.services.persons import Person, bare, people, write_person
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.list_dialog import ListDialog, Told, pages_of, wait_at_the_end
from sessionary.views.messages import ask
from sessionary.views.widgets.buttons import DangerButton, OutlinedButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import Paragraph, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.forgetting_plan import Forgetting
    from sessionary.views.theme import Theme

_LOOKS: Final = (
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=220, tone="text2", gives_way=1),
    ColumnLook(kind=CellKind.NUMBER, width=96),
    ColumnLook(kind=CellKind.NUMBER, width=84),
)
_NAME_CHARACTERS: Final = 80
_LONGEST_SECONDS: Final = 600.0


class PersonsDialog(ListDialog):
    """Lists the people of a library; exports what is held about one, and forgets them."""

    def __init__(
        self, theme: Theme, open_library: OpenLibrary, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Personal data"), parent)
        self._open = open_library
        self._job: Job | None = None
        self.model = PeopleModel(self)
        self.table = Table(theme, _LOOKS, self.tr("The people of the library"))
        self.table.setModel(self.model)
        self.empty = EmptyState(
            theme,
            "users",
            self.tr("Nobody is named"),
            self.tr("GMs and players of campaigns and sessions stand here."),
        )
        self.pages = pages_of(self.table, self.empty)
        self.told = Told()
        self.forget = DangerButton(theme, self.tr("&Forget…"))
        self.export = OutlinedButton(theme, self.tr("&Export…"), "file-down")
        self._lay_out()
        self.table.chosen.connect(self._enable)
        self.export.clicked.connect(self._ask_where)
        self.forget.clicked.connect(self._look_up)
        open_library.refused.connect(self._refused)
        wait_at_the_end(self._wait)
        self.read()

    def _lay_out(self) -> None:
        words = Paragraph(
            self.tr(
                "Who leads and who plays. Figures of the game are not persons: they stay when "
                "their player is forgotten."
            ),
            tone="text2",
        )
        self.lay_out(
            self.pages,
            (self.forget, None, self.export, self.close_button),
            above=(words,),
            below=self.told,
            size=(680, 480),
            least=(440, 340),
        )

    def chosen(self) -> Person | None:
        """Return the person who is chosen."""
        person = self.table.currentIndex().data(PERSON_ROLE)
        return person if isinstance(person, Person) else None

    # Reading

    def read(self, words: str = "") -> None:
        """Read the people anew, as a job, and say something then."""
        library = self._open.library
        self._work(
            self.tr("Looking for people…"),
            lambda _report: people(library),
            lambda found: self._show(found, words),
        )

    def _show(self, found: list[Person], words: str) -> None:
        self.told.say(words)
        self.model.show_people(found)
        self.head.set_count(QLocale().toString(len(found)) if found else "")
        self.pages.setCurrentWidget(self.table if found else self.empty)
        if found:
            self.table.choose_row(0)
            self.table.setFocus()
        self._enable(QModelIndex())

    @Slot(QModelIndex)
    def _enable(self, _index: QModelIndex) -> None:
        idle = self._job is None and not self._open.busy
        chosen = self.chosen() is not None
        self.table.setEnabled(idle)
        self.close_button.setEnabled(not self._open.busy)
        self.export.setEnabled(idle and chosen)
        self.forget.setEnabled(idle and chosen and not self._open.library.read_only)

    # Exporting

    @Slot()
    def _ask_where(self) -> None:
        person = self.chosen()
        if person is None:
            return
        stem = "".join(c if c.isalnum() or c in "-_." else "-" for c in bare(person.id))
        name, _filter = QFileDialog.getSaveFileName(
            self,
            self.tr("Export personal data"),
            str(Path.home() / f"{stem}.json"),
            "JSON (*.json)",
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write all that is held about the chosen person to a file, as a job."""
        person, library = self.chosen(), self._open.library
        if person is None or not self._open.try_act(library.save_all):
            return

        saved = self.tr("Everything about {0} is in {1}.")
        name = one_line(person.name, _NAME_CHARACTERS)
        self._work(
            self.tr("Exporting…"),
            lambda report: write_person(library, person.id, path, report),
            lambda path: self.told.say(saved.format(name, path)),
        )

    # Forgetting

    @Slot()
    def _look_up(self) -> None:
        person, library = self.chosen(), self._open.library
        if person is None or not self._open.try_act(library.save_all):
            return
        self._work(
            self.tr("Looking for everything about {0}…").format(
                one_line(person.name, _NAME_CHARACTERS)
            ),
            lambda report: plan_to_forget(library, person.id, report),
            self._ask_to_forget,
        )

    def _ask_to_forget(self, plan: Forgetting) -> None:
        ask(
            self.theme,
            self,
            self.tr("Forget {0}?").format(one_line(plan.name, _NAME_CHARACTERS)),
            details=plan_text(plan),
            yes=self.tr("Forget"),
            agreed=lambda: self._forget(plan),
            danger=True,
        )

    def _forget(self, plan: Forgetting) -> None:
        job = self._open.forget(plan)
        if job is not None:
            self._follow(job, self.tr("Forgetting…"), lambda _change: self._forgotten(plan))

    def _forgotten(self, plan: Forgetting) -> None:
        name = one_line(plan.name, _NAME_CHARACTERS)
        words = self.tr("{0} is forgotten. {1}").format(name, remaining_text(plan))
        if traces_left(self._open.library):
            words += self.tr(" The file could not be written anew; that is tried at each start.")
        self.read(words.strip())
        if plan.backups:
            ask(
                self.theme,
                self,
                self.tr("Delete the backups that still hold {0}?").format(name),
                details="\n".join(plan.backups)
                + self.tr("\n\nFiles that you exported or copied elsewhere are not found."),
                yes=self.tr("Delete backups"),
                agreed=lambda: self._delete_backups(plan),
                danger=True,
            )

    def _delete_backups(self, plan: Forgetting) -> None:
        left = delete_backups(self._open.library, plan.backups)
        if left:
            self._refused(self.tr("These could not be deleted: {0}.").format(", ".join(left)))
        else:
            self.told.say(self.tr("The backups are deleted."))

    # Jobs

    def _work(
        self,
        words: str,
        work: Callable[[Callable[[int, int], None]], Any],
        then: Callable[[Any], object],
    ) -> None:
        self._follow(self._open.run("persons", work, shown=False), words, then)

    def _follow(self, job: Job, words: str, then: Callable[[Any], object]) -> None:
        """Show a job, and go on when it has ended."""
        self._job = job
        self.told.follow(job, words)
        self._enable(QModelIndex())
        job.finished.connect(lambda result: self._ended(job, "", lambda: then(result)))
        job.failed.connect(lambda error: self._ended(job, str(error)))
        job.cancelled.connect(lambda: self._ended(job))

    def _ended(self, job: Job, wrong: str = "", then: Callable[[], object] = lambda: None) -> None:
        if job is not self._job:
            # The dialog was closed meanwhile.
            return
        self._job = None
        self.told.say("")
        self._enable(QModelIndex())
        if wrong:
            self._refused(wrong)
        then()

    @Slot(str)
    def _refused(self, words: str) -> None:
        self.told.say(words, "bad")

    @Slot()
    def _wait(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job.wait(_LONGEST_SECONDS)

    @override
    def reject(self) -> None:
        """Close the dialog, unless it forgets somebody."""
        if not self._open.busy:
            job, self._job = self._job, None
            if job is not None:
                job.cancel()
            super().reject()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()
