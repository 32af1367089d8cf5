"""The Markdown pages of the sessions that an export takes: those that are kept, the others made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.services.exports.page_keeper import page_name
from sessionary.services.session_pages.crew import Crew
from sessionary.services.session_pages.page import session_page
from sessionary.services.session_pages.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sessionary.core.kinds import SessionSummary
    from sessionary.formats.markdown.names import MarkdownNames
    from sessionary.services.exports.contents import Contents, Data
    from sessionary.services.exports.page_keeper import PageKeeper
    from sessionary.services.exports.progress import Progress


class PageMaker:
    """Makes the pages of one part of an export, with the help of other processes where it pays.

    Args:
        contents: What the pages are made of.
        keeper: Keeps pages from one export to the next; None makes all of them here.
        library: What helpers have to know of the library: where it is, and its newest act.
        progress: Told of each event.
    """

    def __init__(
        self,
        contents: Contents,
        keeper: PageKeeper | None,
        library: Mapping[str, Any],
        progress: Progress,
    ) -> None:
        self._contents = contents
        self._keeper = keeper
        self._library = library
        self._progress = progress
        self._crews: list[Crew] = []

    def close(self) -> None:
        """End whoever helps."""
        for crew in self._crews:
            crew.close()

    def pages(self, variant: str, names: MarkdownNames, level: int) -> Iterator[tuple[Data, str]]:
        """Return the sessions with a page of each, made one at a time as they are taken.

        Args:
            variant: Names the sort of page among those that are kept.
            names: How people and places are named.
            level: The level of the page's heading.
        """
        keeper = self._keeper
        each = (self._wanted(session, data) for session, data in self._contents.sessions())
        if keeper is None:
            return ((one.data, self._page(one, names, level)) for one in each)
        wanted, seals = list(each), keeper.kept(variant)
        good = {
            one.session.pk
            for one in wanted
            if keeper.is_good(one, variant, seals.get(page_name(one.session, variant)))
        }
        missing = [one for one in wanted if one.session.pk not in good]
        crew = self._crew(keeper, missing, variant, names, level)
        return self._kept_or_made(keeper, crew, wanted, good, variant)

    @staticmethod
    def _kept_or_made(
        keeper: PageKeeper, crew: Crew, wanted: Sequence[Wanted], good: set[int], variant: str
    ) -> Iterator[tuple[Data, str]]:
        for one in wanted:
            kept = one.session.pk in good
            yield one.data, keeper.page(one.session, variant) if kept else crew.page(one)
        crew.close()

    def _wanted(self, session: SessionSummary, data: Data) -> Wanted:
        before = self._contents.before(session)
        documents = [("session", session.key), ("campaign", self._contents.part.campaign)]
        documents += [] if before is None else [("session", before[0])]
        keeper = self._keeper
        return Wanted(
            session=session,
            data=data,
            previous=None if before is None else before[1],
            goals=tuple(self._contents.goals_of(session)),
            documents=tuple(documents),
            worth=keeper is not None and keeper.is_worth(session),
        )

    def _crew(
        self, keeper: PageKeeper, missing: Sequence[Wanted], variant: str, names: MarkdownNames,
        level: int,
    ) -> Crew:  # fmt: skip
        def make(one: Wanted) -> str:
            page = self._page(one, names, level)
            keeper.pack(one, variant, page)
            return page

        def take(one: Wanted, packed: bytes) -> None:
            self._progress.step(one.session.entries)
            if packed:
                keeper.keep(one.session, variant, packed)

        start = {
            **self._library,
            "variant": variant,
            "zone": self._contents.zone.key,
            "campaign": self._contents.campaign,
            "linked": names.linked,
            "level": level,
        }
        crew = Crew(start, missing, make=make, take=take, heed=self._progress.heed)
        # Helpers start while the overview is written, so they are closed even if no page is asked.
        self._crews.append(crew)
        crew.start()
        return crew

    def _page(self, one: Wanted, names: MarkdownNames, level: int) -> str:
        contents = self._contents
        return session_page(
            one.data,
            contents.told(one.session),
            campaign=contents.campaign,
            previous=one.previous,
            goals=one.goals,
            zone=contents.zone,
            names=names,
            level=level,
        )
