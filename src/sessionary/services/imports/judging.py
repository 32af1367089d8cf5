"""Judges documents once all files are read: what their records add up to is what counts."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sessionary.core.campaign.check import check_end, check_record
from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.goals import dependency_edges, find_cycle, parent_edges
from sessionary.core.problems import Problem, Severity
from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.services.imports.places import inside
from sessionary.services.imports.report import Line, Verdict
from sessionary.services.imports.survey_preview import named
from sessionary.storage import goal_hits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import tzinfo

    from sessionary.core.campaign.merge import Conflict
    from sessionary.core.campaign.record import Record
    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.preview import Preview
    from sessionary.services.imports.state import State
    from sessionary.services.library import Library


def judge_documents(preview: Preview, library: Library) -> None:
    """Give every draft its verdict, and every record of one its line in the report."""
    _set_epochs(preview.state)
    for draft in preview.state.drafts.values():
        checked = draft.kind == "session" and not draft.whole and draft.refused is None
        if checked and draft.records:
            draft.refused = _fault(draft, library.zone)
    _refuse_numbers(preview)
    _refuse_cycles(preview)
    for draft in preview.state.drafts.values():
        for file, line in _lines(preview, draft):
            report = preview.files[file]
            report.lines.append(line)
            report.counts[line.verdict] += 1
            if draft.refused is not None:
                report.add(replace(draft.refused, file=report.path.name))
    _tell_waiting(preview)
    _tell_mismatches(preview)


def _fault(draft: Draft, zone: tzinfo) -> Problem | None:
    """Return why a session cannot be what its records add up to."""
    if draft.base:
        found = check_end(draft.record, zone)
    else:
        found = check_record("session", draft.record, first=True, zone=zone)
    problem = next((one for one in found if one.severity is Severity.ERROR), None)
    if problem is None:
        return None
    return replace(problem, place=inside(draft.records[-1][1], problem.place))


def _lines(preview: Preview, draft: Draft) -> Iterator[tuple[int, Line]]:
    """Yield a line of the preview for each record that is merged into a draft."""
    verdict = draft.verdict()
    if not draft.records:
        return
    conflicts = draft.conflicts() if verdict is Verdict.CONFLICT else ()
    if verdict is Verdict.CONFLICT:
        _tell_conflict(preview, draft, conflicts)
    title, scope = _named(draft)
    for at, (file, _record) in enumerate(draft.records):
        # The first record of a new document makes it; those after it change what it made.
        told = Verdict.CHANGED if verdict is Verdict.NEW and at else verdict
        pointers = ", ".join(conflict.pointer.strip("/") for conflict in conflicts)
        detail = pointers or scope
        yield file, Line(sort=draft.kind, title=title, verdict=told, detail=detail)


def _named(draft: Draft) -> tuple[str, str]:
    """Return what people call a document, and the id of what it belongs to."""
    if draft.kind in (DEFINITION, SURVEY):
        return named(draft)
    record = draft.record
    title = str(record.get("title") or record.get("name") or draft.id)
    number = record.get("number")
    if draft.kind == "session" and number is not None:
        title = f"{number} {title}"
    return title, draft.campaign


def _tell_conflict(preview: Preview, draft: Draft, conflicts: tuple[Conflict, ...]) -> None:
    file, record = draft.records[-1]
    report = preview.files[file]
    for conflict in conflicts:
        place = conflict.pointer.strip("/").replace("/", ".")
        if conflict.reason == "status":
            code = "status.move"
            message = f"{draft.id} is {conflict.ours} and would become {conflict.theirs} again"
        else:
            code = "conflict"
            message = f"{place} of {draft.id} was edited here"
        report.add(
            Problem(
                severity=Severity.ERROR,
                code=code,
                place=inside(record, place),
                found=json.dumps(conflict.theirs, ensure_ascii=False),
                expected=json.dumps(conflict.ours, ensure_ascii=False),
                message=f"{message}; the record is left out unless it is ticked.",
                file=report.path.name,
            )
        )


def _tell_waiting(preview: Preview) -> None:
    """Report the events whose session is refused: they wait for it, unassigned."""
    refused = {
        (draft.campaign, draft.id)
        for draft in preview.state.drafts.values()
        if draft.kind == "session" and draft.refused is not None and not draft.base
    }
    for file in preview.files:
        for line in file.lines:
            if line.sort == "event" and (line.detail, line.title) in refused:
                events = "1 event waits" if line.count == 1 else f"{line.count} events wait"
                file.add(
                    Problem(
                        severity=Severity.WARNING,
                        code="event.session.unknown",
                        place="",
                        found=json.dumps(line.title, ensure_ascii=False),
                        expected="the id of a session that is here",
                        message=f"Session {line.title} is not taken; {events} for it as "
                        "unassigned.",
                        file=file.path.name,
                    )
                )


def _tell_mismatches(preview: Preview) -> None:
    """Report the game times whose text and total imply another epoch than most of them do."""
    for campaign, told in preview.state.witnesses.items():
        epoch = preview.state.votes[campaign].winner()
        for implied, witnesses in told.items():
            if epoch is None or implied == epoch:
                continue
            for witness in witnesses:
                report = preview.files[witness.file]
                clock = preview.state.library.epochs.clock_of(campaign)
                reckoned = clock_face(witness.total, epoch=epoch, clock=clock)
                report.add(
                    Problem(
                        severity=Severity.WARNING,
                        code="gametime.mismatch",
                        place=witness.place,
                        found=json.dumps(witness.text, ensure_ascii=False),
                        expected=reckoned,
                        message=f"the text says {witness.text}, but a total of {witness.total} is "
                        f"{reckoned}; the text decides",
                        file=report.path.name,
                    )
                )


def _set_epochs(state: State) -> None:
    for campaign in {name[1] for name in state.drafts if name[1]}:
        draft = state.drafts.get(("campaign", campaign, campaign))
        if draft is None:
            continue
        epoch = state.epoch_of(campaign)
        if epoch is not None and state.library.epochs.set_for(campaign) is None:
            draft.data["own"] = {**draft.data["own"], "epoch": epoch}


def _refuse_numbers(preview: Preview) -> None:
    """Refuse sessions whose number another session of their campaign has."""
    state = preview.state
    taken: dict[tuple[str, int], str] = {}
    # Those that are here already keep their numbers against newcomers.
    drafts = sorted(
        (
            draft
            for draft in state.drafts.values()
            if draft.kind == "session" and draft.refused is None
        ),
        key=lambda draft: draft.base == 0,
    )
    moving = {draft.pk for draft in drafts if draft.writes}
    for draft in drafts:
        number = draft.record.get("number")
        if not isinstance(number, int) or draft.data["own"].get("binned"):
            continue
        name = (draft.campaign, number)
        known = state.numbers.get(name)
        holder = taken.get(name)
        if holder is None and known is not None and known.pk not in moving:
            holder = known.id
        if holder is None or holder == draft.id:
            taken[name] = draft.id
            continue
        place = inside(draft.records[0][1], "number") if draft.records else "number"
        draft.refused = Problem(
            severity=Severity.ERROR,
            code="number.duplicate",
            place=place,
            found=str(number),
            expected="a number that no other session of the campaign has",
            message=f"{draft.id} has number {number} of {draft.campaign}, as {holder} has.",
        )


def _refuse_cycles(preview: Preview) -> None:
    """Refuse goals that are their own parents or wait for themselves."""
    goals: dict[str, dict[str, Draft]] = defaultdict(dict)
    for draft in preview.state.drafts.values():
        if draft.kind == "goal":
            goals[draft.campaign][draft.id] = draft
    with preview.state.library.reading() as connection:
        for campaign, drafts in goals.items():
            here = {
                kept.goal.id: kept.goal.record
                for kept in goal_hits.campaign_goals(connection, campaign)
            }
            for edges, key in ((parent_edges, "parentGoalId"), (dependency_edges, "dependencies")):
                _refuse_cycles_of(drafts, here, edges, key)


def _refuse_cycles_of(
    drafts: dict[str, Draft],
    here: Mapping[str, Record],
    edges: Callable[[Iterable[Record]], dict[str, tuple[str, ...]]],
    key: str,
) -> None:
    """Refuse the drafts of one campaign that close a cycle, with the goals that are here."""
    while True:
        coming = {one: draft.record for one, draft in drafts.items() if draft.refused is None}
        cycle = find_cycle(edges([*({**here, **coming}.values())]))
        closing = [drafts[one] for one in cycle or () if one in coming]
        if cycle is None or not closing:
            # One that is here already was let in by an older version.
            return
        round_trip = " → ".join([*cycle, cycle[0]])
        for draft in closing:
            draft.refused = Problem(
                severity=Severity.ERROR,
                code="goal.cycle",
                place=inside(draft.records[0][1], key) if draft.records else key,
                found=round_trip,
                expected="goals that do not come back to themselves",
                message=f"Goal {draft.id} leads back to itself: {round_trip}.",
            )
