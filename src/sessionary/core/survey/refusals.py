"""Edits that are refused, each with the stable code of the specification."""

from __future__ import annotations

from sessionary.core.problems import UserError


class Refused(UserError):
    """An edit that may not be made; nothing was changed.

    Attributes:
        code: The stable name, such as ``R-CLOSED`` or ``V-RANGE``.
        uid: The question concerned, empty if it is the whole document.
        message: Why, in a sentence for people. It never quotes what somebody typed.
        field: The name of the field concerned, empty if it is none in particular.
    """

    def __init__(self, code: str, message: str, *, uid: str = "", field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.uid = uid
        self.message = message
        self.field = field
