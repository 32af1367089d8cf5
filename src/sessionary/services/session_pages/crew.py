"""Shares the making of pages between this process and others, and gives them in their order.

Pages are made of what a library says and of nothing else, so it does not matter who makes one. A
helper that cannot start, or dies, costs time alone: what it was to make is made here.
"""

from __future__ import annotations

import logging
import os
import sys
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from sessionary.services.session_pages.helper_process import Answer, HelperProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.services.session_pages.wanted import Wanted

_WORTH_A_HELPER: Final = 5_000
"""The events from which on a process that starts first is there in time to help."""
_MOST_PROCESSES: Final = 4
_IN_HAND: Final = 2
"""So many pages a helper is told at once: it never waits for the next."""
_AHEAD: Final = 32
"""So many pages may be made before their turn comes."""
_PATIENCE_S: Final = 0.2

log = logging.getLogger("sessionary")


def helpers_for(events: int) -> int:
    """Return how many helpers are worth their start for so many events."""
    if getattr(sys, "frozen", False) or not sys.executable:
        # There is no interpreter to start another program with.
        return 0
    return min(_processors(), _MOST_PROCESSES, 1 + events // _WORTH_A_HELPER) - 1


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class Crew:
    """Makes pages of sessions, with as many helpers as are worth it.

    Args:
        start: What helpers have to know first; see :mod:`.helper`.
        wanted: The pages in the order in which they will be asked for.
        make: Makes a page here.
        take: Given a page that was made elsewhere, packed to be kept.
        heed: Called while nothing can be done but wait; what it raises ends the waiting.
    """

    def __init__(
        self,
        start: Mapping[str, Any],
        wanted: Sequence[Wanted],
        *,
        make: Callable[[Wanted], str],
        take: Callable[[Wanted, bytes], None],
        heed: Callable[[], None],
    ) -> None:
        self._start = start
        self._open = {one.session.pk: one for one in wanted}
        self._make, self._take, self._heed = make, take, heed
        self._made: dict[int, str] = {}
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._helpers: list[HelperProcess] = []

    def start(self) -> None:
        """Start the helpers; they are ready a while later."""
        events = sum(one.session.entries for one in self._open.values())
        for _ in range(min(helpers_for(events), len(self._open) - 1)):
            try:
                self._helpers.append(HelperProcess(self._start, self._answers))
            except OSError as error:
                log.warning("No process can be started to help with an export: %s", error)
                break

    def close(self) -> None:
        """End the helpers, whatever they do."""
        while self._helpers:
            self._helpers.pop().close()

    def page(self, wanted: Wanted) -> str:
        """Return a page, made here or elsewhere."""
        document = wanted.session.pk
        while document not in self._made:
            mine = self._for_me(document)
            self._hand_out()
            if mine is not None:
                self._made[mine.session.pk] = self._make(mine)
            self._collect(wait=mine is None)
        return self._made.pop(document)

    def _for_me(self, document: int) -> Wanted | None:
        """Return what is to be made here: the page that is asked for, else one that will be."""
        mine = self._open.pop(document, None)
        return self._next() if mine is None else mine

    def _next(self) -> Wanted | None:
        if not self._open or self._ahead() >= _AHEAD:
            return None
        return self._open.pop(next(iter(self._open)))

    def _ahead(self) -> int:
        return len(self._made) + sum(len(helper.in_hand) for helper in self._helpers)

    def _hand_out(self) -> None:
        for helper in self._helpers:
            while helper.ready and len(helper.in_hand) < _IN_HAND and (one := self._next()):
                helper.give(one)

    def _collect(self, *, wait: bool) -> None:
        """Take what helpers have made; wait for a while if there is nothing."""
        if wait and self._answers.empty():
            self._heed()
        try:
            while True:
                self._note(self._answers.get(block=wait, timeout=_PATIENCE_S if wait else None))
                wait = False
        except Empty:
            return

    def _note(self, answer: Answer) -> None:
        helper = answer.helper
        if answer.page is None:
            log.warning("A process that helped with an export has ended: code %s", helper.code)
            self._helpers.remove(helper)
            self._open.update((one.session.pk, one) for one in helper.in_hand)
            helper.close()
            return
        one = helper.in_hand.popleft()
        self._made[one.session.pk] = answer.page.decode()
        self._take(one, answer.packed)
