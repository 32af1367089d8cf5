"""What the import dialog says about a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from sessionary.models.import_preview import coming
from sessionary.services.imports.report import Verdict

if TYPE_CHECKING:
    from sessionary.services.imports.reading import Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the dialog offers to do.

    Attributes:
        button: What its button says.
        sentence: What stands beside it.
        possible: Whether there is anything to do.
    """

    button: str
    sentence: str
    possible: bool


def _say(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Import", text, None, count)


def _number(count: int) -> str:
    return QLocale().toString(count)


def offer(preview: Preview) -> Offer:
    """Return what can be done with a preview."""
    counts = preview.counts
    good = coming(preview)
    wrong = counts[Verdict.WRONG]
    if good or preview.writes:
        return Offer(button=_button(good, wrong), sentence=_beside(preview, wrong), possible=True)
    if preview.rejects:
        button = _say("&Keep the wrong one") if wrong == 1 else _say("&Keep the {0} wrong ones")
        return Offer(
            button=button.format(_number(wrong)),
            sentence=_say(
                "Nothing can be imported. What is wrong can be kept word for word, to be mended."
            ),
            possible=True,
        )
    return Offer(button=_say("&Import"), sentence=_nothing(preview), possible=False)


def _button(good: int, wrong: int) -> str:
    if wrong:
        text = _say("&Import the good one") if good == 1 else _say("&Import the {0} good ones")
    else:
        text = _say("&Import 1 record") if good == 1 else _say("&Import {0} records")
    return text.format(_number(good)) if good else _say("&Import")


def _beside(preview: Preview, wrong: int) -> str:
    parts = []
    if wrong == 1:
        parts.append(_say("The wrong one is kept word for word."))
    elif wrong:
        parts.append(_say("The {0} wrong ones are kept word for word.").format(_number(wrong)))
    left = _left_out(preview)
    if left == 1:
        parts.append(_say("One conflict is left out unless it is ticked."))
    elif left:
        parts.append(_say("{0} conflicts are left out unless ticked.").format(_number(left)))
    return " ".join(parts) or _say("One step, and one undo takes it back.")


def _left_out(preview: Preview) -> int:
    drafts = preview.state.drafts.values()
    return sum(draft.verdict() is Verdict.CONFLICT for draft in drafts) + len(
        preview.conflicts - preview.accepted
    )


def _nothing(preview: Preview) -> str:
    one = len(preview.files) == 1
    if _left_out(preview):
        return _say("Nothing new but what was edited here: tick under Conflicts what to take.")
    if preview.counts[Verdict.WRONG]:
        return _say("Nothing new: what is wrong in it was kept word for word before.")
    if not preview.counts.total():
        return _say("There are no records in this file.") if one else _say("There are no records.")
    if one:
        return _say("Nothing new: everything in this file is already here.")
    return _say("Nothing new: everything in these files is already here.")
