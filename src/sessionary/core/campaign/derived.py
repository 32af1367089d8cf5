"""What is derived from a session or campaign, as ``show --json`` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.text import one_line

if TYPE_CHECKING:
    from sessionary.core.campaign.campaign_review import CampaignReview, PlayerShare
    from sessionary.core.campaign.goal_progress import Standing
    from sessionary.core.campaign.session_review import PlayerLine, SessionReview
    from sessionary.core.campaign.summary import Escape


def derived_json(review: SessionReview, escape: Escape = one_line) -> dict[str, Any]:
    """Return what is computed of a session: camelCase keys, null for what is not known.

    Args:
        review: The session's review.
        escape: What the summary's Markdown does with names and texts of files.
    """
    return {
        "id": review.id,
        "campaignId": review.campaign,
        "number": review.number,
        "heading": review.heading,
        "status": review.status.value,
        "statusWord": review.status.word,
        "plannedStart": review.planned_start or None,
        "lateness": review.lateness or None,
        "durationMinutes": review.minutes,
        "netMinutes": review.net_minutes,
        "gameStart": review.game_start_text or None,
        "gameEnd": review.game_end_text or None,
        "gameStartSeconds": review.game_start,
        "gameEndSeconds": review.game_end,
        "elapsed": None if review.elapsed_seconds is None else dict(review.elapsed),
        "elapsedSeconds": review.elapsed_seconds,
        "elapsedText": review.elapsed_text or None,
        "gap": review.gap or None,
        "gapSeconds": review.gap_seconds,
        "attendance": {
            "listed": len(review.players),
            "attended": review.attended,
            "late": sum(player.presence.late for player in review.players),
            "left": sum(player.presence.left for player in review.players),
            "players": [_player(player) for player in review.players],
        },
        "objectives": {"planned": len(review.planned), "reached": len(review.reached)},
        "statistics": {
            "declared": {
                line.key: line.declared for line in review.statistics if line.declared is not None
            },
            "counted": {line.key: line.counted for line in review.statistics},
            "setHere": {line.key: line.reason for line in review.statistics if line.overridden},
        },
        "goals": [
            {"id": goal.id, "name": goal.text, "standing": goal.standing or None}
            for goal in review.goals
        ],
        "combats": [
            {
                "name": combat.name,
                "rounds": combat.rounds,
                "damageDealt": combat.dealt,
                "damageReceived": combat.received,
                "healingDone": combat.healing,
                "deaths": list(combat.deaths),
                "fallen": list(combat.fallen),
                "outcome": combat.outcome or None,
                "open": combat.open,
            }
            for combat in review.combats
        ],
        "epoch": review.epoch_text,
        "epochSeconds": review.epoch,
        "summaryText": review.summary(escape),
        "otherFields": [path for path, _ in review.other_fields],
        "findings": [
            {"code": finding.code, "place": finding.place, "message": finding.message}
            for finding in review.findings
        ],
    }


def campaign_json(review: CampaignReview, escape: Escape = one_line) -> dict[str, Any]:
    """Return what is computed of a campaign and of each of its sessions."""
    return {
        "id": review.id,
        "name": review.name,
        "epoch": review.epoch_text,
        "epochSeconds": review.epoch,
        "nextNumber": review.next_number,
        "durationMinutes": review.minutes,
        "netMinutes": review.net_minutes,
        "elapsedSeconds": review.elapsed_seconds,
        "statistics": {total.key: total.value for total in review.totals},
        "categories": dict(review.categories),
        "attendance": [_share(player) for player in review.players],
        "sessions": [derived_json(session, escape) for session in review.sessions],
    }


def standing_json(standing: Standing) -> dict[str, Any]:
    """Return how a goal stands."""
    return {
        "id": standing.goal.id,
        "name": standing.goal.name,
        "status": standing.status,
        "statusWord": standing.word,
        "current": standing.current,
        "target": standing.target,
        "unit": standing.goal.unit or None,
        "text": standing.text or None,
        "moved": standing.moved,
        "held": standing.held,
        "waitsFor": list(standing.waits_for),
        "subGoals": list(standing.children),
        "milestones": [
            {"text": one.text, "at": one.at, "reached": one.reached}
            for one in standing.goal.milestones(standing.current)
        ],
        "rewards": list(standing.goal.rewards),
    }


def _player(player: PlayerLine) -> dict[str, Any]:
    return {
        "userId": player.who.id,
        "name": player.who.name,
        "characterIds": [character.id for character in player.characters],
        "attended": player.presence.attended,
        "arrivedLate": player.presence.late,
        "leftEarly": player.presence.left,
    }


def _share(player: PlayerShare) -> dict[str, Any]:
    share = player.attendance
    percentage = share.percentage
    return {
        "userId": player.who.id,
        "name": player.who.name,
        "attended": share.attended,
        "counted": share.counted,
        # Two decimals survive a float, and JSON has nothing else.
        "percentage": None if percentage is None else float(percentage),
        "late": share.late,
        "leftEarly": share.left,
        "longestRun": share.longest_run,
    }
