"""Refusals: a rule of the office said no, in a sentence that says what to do.

The kind (class) tells the edge how to answer; the code is for machines and stable;
the sentence is Vietnamese, for the person; details name fields, one sentence each.
The engine keeps its sentence for ever, so one that quotes a dispatch or names a person
carries another `for_engine`, which does not.
"""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):  # noqa: N818 -- the office's word
    """Base of every "no"; raised nowhere itself."""

    title: ClassVar[str] = "The request was refused"

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        details: Mapping[str, str] | None = None,
        for_engine: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.for_engine = for_engine or sentence
        self.details = dict(details or {})


class Unknown(Refusal):
    """There is no such thing, or not for this agency."""

    title = "Not found"


class NotYours(Refusal):
    """The act belongs to somebody else."""

    title = "Not permitted"


class WrongMoment(Refusal):
    """Lawful, but not in the state that the thing is in."""

    title = "Not possible now"


class Stale(Refusal):
    """What the person saw is no longer what stands."""

    title = "Out of date"


class Invalid(Refusal):
    """What was sent breaks a rule, and nothing of it was kept."""

    title = "Not valid"


class TooOften(Refusal):
    """Asked more often than strangers may."""

    title = "Too many requests"

    def __init__(self, code: str, sentence: str, *, wait: int = 1) -> None:
        """`wait` is after how many seconds it may be asked again."""
        super().__init__(code, sentence)
        self.wait = wait


class TooLarge(Refusal):
    """More than may be sent."""

    title = "Too large"
