"""Two programs on one library: what one does, the other is told of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sessionary.core.store import SessionLocked
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.elsewhere import ORIGIN, Elsewhere
from sessionary.services.library import Library
from sessionary.services.log_entries import log_line
from sessionary.services.session_edits import let_go, type_text
from sessionary.services.sessions import edit, edit_own, new_campaign, new_session
from sessionary.storage.locks import DocumentHeld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 1, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library", PlainScheduler(), zone="UTC")
    yield library
    library.close()


@pytest.fixture
def there(here: Library) -> Iterator[Library]:
    library = Library(here.file.folder, PlainScheduler(), zone="UTC")
    yield library
    library.close()


def test_what_others_do_is_told_once_with_the_documents(here: Library, there: Library) -> None:
    campaign = new_campaign(here, "The Salt Road")
    eyes = Elsewhere(there)
    assert eyes.look() is None
    edit(here, "campaign", campaign, "/name", "The Long Road", "Edit name")
    other = new_campaign(here, "Another")
    change = eyes.look()
    assert change is not None
    assert (change.origin, change.act) == (ORIGIN, 3)
    assert change.documents == {("campaign", campaign), ("campaign", other)}
    assert eyes.look() is None


def test_own_acts_are_not_told_again_however_they_come_among_others(
    here: Library, there: Library
) -> None:
    eyes = Elsewhere(there)
    one, two, three = (new_campaign(who, "The Salt Road") for who in (there, here, there))
    change = eyes.look()
    assert change is not None
    assert change.documents == {("campaign", two)}
    edit(there, "campaign", one, "/name", "one", "Edit name")
    edit(there, "campaign", three, "/name", "three", "Edit name")
    assert eyes.look() is None


def test_what_game_time_is_reckoned_by_is_read_again(here: Library, there: Library) -> None:
    campaign = new_campaign(here, "The Salt Road")
    eyes = Elsewhere(there)
    before = there.epochs.of(campaign)
    edit_own(here, "campaign", campaign, "epoch", before + 60, "Edit clock")
    assert there.epochs.of(campaign) == before
    eyes.look()
    assert there.epochs.of(campaign) == before + 60


def test_who_has_a_document_open_is_told_until_it_is_let_go(here: Library, there: Library) -> None:
    campaign = new_campaign(here, "The Salt Road")
    eyes, own = Elsewhere(there), Elsewhere(here)
    type_text(here, "campaign", campaign, "/description", "Salt", "Edit description")
    eyes.look()
    own.look()
    holder = eyes.holder("campaign", campaign)
    assert holder is not None
    assert (holder.same_machine, holder.alive) == (True, True)
    assert holder.label.startswith("Sessionary on ")
    assert own.holder("campaign", campaign) is None
    with pytest.raises(SessionLocked):
        edit(there, "campaign", campaign, "/name", "x", "Edit name")
    let_go(here, "campaign", campaign)
    assert here.save_all()
    eyes.look()
    assert eyes.holder("campaign", campaign) is None
    edit(there, "campaign", campaign, "/name", "The Long Road", "Edit name")


def test_a_reader_of_an_old_act_listens_no_longer_once_it_is_closed(here: Library) -> None:
    eyes = Elsewhere(here)
    eyes.close()
    new_campaign(here, "The Salt Road")
    assert eyes.look() is not None


def test_a_job_does_not_write_into_what_is_open_elsewhere(here: Library, there: Library) -> None:
    campaign = new_campaign(here, "The Salt Road")
    session = here.stores["campaign"].load(campaign)
    backend = there.database.backend
    stored = backend.read("campaign", campaign)
    assert stored is not None
    from sessionary.core.store import ActWrite, DocumentWrite

    write = ActWrite(
        name="Job",
        origin="import",
        at=1.0,
        documents=(
            DocumentWrite(
                store="campaign",
                key=campaign,
                base=stored.revision,
                text=stored.text,
                value={"record": {}, "own": {}, "spelling": {}},
                rows={},
            ),
        ),
        entries=(),
    )
    with pytest.raises(DocumentHeld, match="open for editing in Sessionary on"):
        backend.commit(write)
    session.stop()
    assert session.wait()
    assert backend.commit(write).revisions == {("campaign", campaign): stored.revision + 1}


def test_events_are_logged_in_a_session_that_is_open_here_and_not_elsewhere(
    here: Library, there: Library
) -> None:
    campaign = new_campaign(here, "The Salt Road")
    key = new_session(here, campaign, NOW)
    here.stores["session"].load(key)
    assert log_line(here, key, "Elara finds the key", NOW) is not None
    with pytest.raises(DocumentHeld):
        log_line(there, key, "Elara loses the key", NOW)
