"""The results of a survey: a card a question, of all versions or of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.values import printable
from sessionary.models.survey_versions import version_name
from sessionary.services.survey_results import answers_table, counts_table, results_text
from sessionary.views.survey.results.result_card import ResultCard
from sessionary.views.widgets.buttons import MenuButton, OutlinedButton
from sessionary.views.widgets.cards import ScrollPage
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from sessionary.core.survey.results import QuestionResult, Results
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.surveys import Survey, Surveys
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.theme import Theme

_AT_A_TIME: Final = 40
_NARROW: Final = 560


class ResultsTab(QWidget):
    """Counts the answers beside the window and shows them.

    Signals:
        session_asked: The reader opened an answer; the key of its session.
    """

    session_asked = Signal(str)

    def __init__(self, theme: Theme, takeaway: Takeaway, parent: QWidget | None = None) -> None:
        """Make an empty tab.

        Args:
            theme: Colours and sizes.
            takeaway: Where results go when they are copied or saved.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self.takeaway = theme, takeaway
        self.survey: Survey | None = None
        self.results: Results | None = None
        self.version = ""
        self._library: OpenLibrary | None = None
        self._reader: Surveys | None = None
        self._counted: object = None
        self._job: Job | None = None
        self._shown = _AT_A_TIME
        self.cards: dict[tuple[str, str], ResultCard] = {}
        self.chooser = MenuButton(theme, self.tr("Version that is counted"))
        self.facts = TextLabel(tone="text2", elide=True)
        self.copy_all = OutlinedButton(theme, self.tr("&Copy all"), "copy")
        self.save_all = OutlinedButton(theme, self.tr("Save &all…"), "file-down")
        self.save_menu = QMenu(self)
        for words, save in (
            (self.tr("Results as &Markdown…"), self._save),
            (self.tr("&Counts as CSV…"), self.save_counts),
            (self.tr("&Answers as CSV…"), self.save_answers),
        ):
            self.save_menu.addAction(words).triggered.connect(save)
        self.more = OutlinedButton(theme, self.tr("Show more questions"), "chevron-down")
        self.page = ScrollPage(theme)
        self.empty = EmptyState(theme, "chart-bar", " ", " ")
        self._stack = QStackedWidget()
        self._lay_out()
        self.copy_all.clicked.connect(self._copy)
        self.save_all.clicked.connect(self._offer_files)
        self.more.clicked.connect(self._show_more)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 8)
        row.setSpacing(8)
        row.addWidget(self.chooser)
        row.addWidget(self.facts, 1)
        row.addWidget(self.copy_all)
        row.addWidget(self.save_all)
        self.page.column.insertWidget(self.page.column.count() - 1, self.more)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def show_survey(self, survey: Survey | None, library: OpenLibrary, reader: Surveys) -> None:
        """Show the results of a survey; they are counted once somebody looks at them."""
        if survey is None or self.survey is None or self.survey.id != survey.id:
            self.version, self._shown = "", _AT_A_TIME
            self._forget()
        self.survey, self._library, self._reader = survey, library, reader
        if self.version and (survey is None or survey.version(self.version) is None):
            self.version = ""
        self._fill_chooser()
        if self.isVisible():
            self._count()

    @property
    def busy(self) -> bool:
        """Whether answers are still being counted."""
        return self._job is not None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self.theme.px(_NARROW)
        for button in (self.copy_all, self.save_all):
            button.set_compact(compact=narrow)

    def choose(self, version: str) -> None:
        """Count one version, or all if it is empty."""
        if version != self.version:
            self.version = version
            self._fill_chooser()
            self._count()

    def _fill_chooser(self) -> None:
        survey = self.survey
        versions = () if survey is None else survey.versions
        menu = self.chooser.choices
        menu.clear()
        every = self.tr("All versions")
        for name, words in [("", every), *((one.name, version_name(one)) for one in versions)]:
            action = menu.addAction(literal(words))
            action.setCheckable(True)
            action.setChecked(name == self.version)
            action.triggered.connect(partial(self.choose, name))
            if name == self.version:
                self.chooser.setText(literal(words))
        self.chooser.setVisible(len(versions) > 1)

    def _forget(self) -> None:
        self.results, self._counted, self._job = None, None, None
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        self.facts.setText("")
        self._say("chart-bar", self.tr("Counting the answers…"), " ")

    def _count(self) -> None:
        survey, library, reader = self.survey, self._library, self._reader
        if survey is None or library is None or library.closed or reader is None:
            return
        wanted = (survey.seal, self.version)
        if wanted == self._counted:
            return
        self._counted = wanted
        version = self.version
        job = self._job = library.run(
            self.tr("Counting answers"),
            lambda report: reader.results(survey, report, version=version),
            shown=False,
        )
        job.finished.connect(lambda results: self._take(job, results))
        job.failed.connect(lambda error: self._fail(job, error))
        job.cancelled.connect(lambda: self._fail(job, None))

    def _take(self, job: Job, results: Results) -> None:
        if job is self._job:
            self._job = None
            self._show(results)

    def _fail(self, job: Job, error: BaseException | None) -> None:
        if job is self._job:
            self._job = None
            words = "" if error is None else str(error)
            self._say("triangle-alert", self.tr("The answers cannot be counted"), words)

    def _show(self, results: Results) -> None:
        self.results = results
        self.takeaway.campaign = results.survey
        self.takeaway.name = one_line(printable(results.title), 80)
        count = len(results.responses)
        answered = sum(bool(one.answers) for one in results.responses)
        one, many = self.tr("1 session"), self.tr("{0} sessions")
        said = [one if count == 1 else many.format(count)]
        if answered < count:
            said.append(self.tr("{0} with answers").format(answered))
        self.facts.setText("  ·  ".join(said))
        if not answered:
            self._say(
                "chart-bar",
                self.tr("No answers yet"),
                self.tr("What is answered in the sessions of this survey is counted here."),
            )
            return
        for button in (self.copy_all, self.save_all):
            button.show()
        with self.theme.undressed():
            self._show_cards(results.questions)
        self._stack.setCurrentWidget(self.page)

    def _show_cards(self, questions: tuple[QuestionResult, ...]) -> None:
        shown = questions[: self._shown]
        wanted = {(one.question.uid, one.question.type) for one in shown}
        for key in [key for key in self.cards if key not in wanted]:
            card = self.cards.pop(key)
            card.hide()
            card.deleteLater()
        for place, one in enumerate(shown):
            key = (one.question.uid, one.question.type)
            if key in self.cards:
                self.cards[key].show_result(one)
            else:
                card = self.cards[key] = ResultCard(self.theme, one, self.takeaway)
                card.session_asked.connect(self.session_asked)
            self.page.column.insertWidget(place, self.cards[key])
        self.more.setVisible(len(questions) > len(shown))
        stops = [stop for one in shown for stop in self._stops(one)]
        tab_through([*stops, self.more], after=self.page)

    def _stops(self, one: QuestionResult) -> list[QWidget]:
        return self.cards[(one.question.uid, one.question.type)].stops()

    def _show_more(self) -> None:
        self._shown += _AT_A_TIME
        if self.results is not None:
            with self.theme.undressed():
                self._show_cards(self.results.questions)

    def _say(self, icon: str, statement: str, sentence: str) -> None:
        for button in (self.copy_all, self.save_all):
            button.hide()
        self.empty.say(icon, statement, sentence)
        self._stack.setCurrentWidget(self.empty)

    def _copy(self) -> None:
        if self.results is not None:
            self.takeaway.copy(self.tr("Results"), results_text(self.results))

    def _save(self) -> None:
        results = self.results
        if results is not None:
            make = lambda: results_text(results).encode()  # noqa: E731  one line of a file
            self.takeaway.save(self, self.tr("Results"), "md", make)

    def _offer_files(self) -> None:
        below = self.save_all.rect().bottomLeft()
        self.save_menu.popup(self.save_all.mapToGlobal(below))

    def save_answers(self) -> None:
        """Ask where to and save all answers as CSV, one row a session."""
        results, survey = self.results, self.survey
        if results is not None and survey is not None:
            make = partial(answers_table, survey, results)
            self.takeaway.save(self, self.tr("Answers"), "csv", make)

    def save_counts(self) -> None:
        """Ask where to and save what was counted as CSV."""
        results = self.results
        if results is not None:
            make = partial(counts_table, results.questions)
            self.takeaway.save(self, self.tr("Results"), "csv", make)
