"""What people will do with each dispatch: drawn by chance, and in a long run dealt for certain."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from shared.domain.lifecycle import Stage
from tests.chaos import habits as of
from tests.chaos import occasions, time_passes
from tests.chaos.around import At, Habit
from tests.chaos.staff import COMMUNE, DEPARTMENT, Staff
from tests.stories.papers import TEXT, XA
from tests.support.office import SAMPLE

DRAFTED: Final[Mapping[str, tuple[str, Callable[[], Mapping[str, Any]]]]] = {
    "a text": ("/from-text", lambda: {"json": {"text": SAMPLE.read_text(encoding="utf-8")}}),
    "a file": ("/from-file", lambda: {"files": {"file": (SAMPLE.name, SAMPLE.read_bytes())}}),
    "its parts": ("", lambda: {"json": dict(TEXT)}),
    "the commune's parts": ("", lambda: {"json": dict(XA)}),
}
"""Where a draft is made of what is at hand, and what is sent there."""
OWN: Final = ("a text", "a file", "its parts")
"""What the department's are made of."""
HABITUAL: Final = 0.4
"""How often something else is done to a dispatch, at each of its stages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What people will do with a dispatch, drawn before it begins."""

    drafter: str
    made: str
    """What its draft is made of: see `DRAFTED`."""
    returned: int
    """How many decisions return it before all approve."""
    rejected: bool
    sent_back: bool
    withdrawn_at: Stage | None
    """Its drafter asks for it back when it is seen there; late, perhaps."""
    left_at: Stage | None
    """Nobody goes on with it there: it stays open."""
    twice: bool
    """Whoever acts on it, acts twice at once."""
    claimed: bool
    """Whoever decides takes the task for themselves first."""
    recalled: bool
    """It is recalled once it is filed, and its reader answers."""
    answered: bool
    """A recall is answered; else a clerk waits no longer."""
    in_bulk: bool
    """Whoever decides or issues, does it with a selection."""
    reserved: bool
    """Its number is reserved beforehand."""
    voided: bool
    """Its number is voided before the seal, if there is time, and it gets another one."""
    habits: Mapping[At, Habit]
    """What else is done to it."""
    cancelled: bool = False
    """The decision to sign is taken back once, if it is not signed by then."""
    uploaded: bool = False
    """Who signs by a second act sends a file, that was signed elsewhere."""
    reminded: bool = False
    """Nobody answers a recall before those asked are reminded."""
    staff: Staff = DEPARTMENT
    """Of the agency whose dispatch it is."""


def fate(random: Random) -> Fate:
    habits = {
        at: random.choice(ways) for at, ways in of.HABITS.items() if random.random() < HABITUAL
    }
    if habits.get(At.DRAFTED) is of.rewrite:
        habits[At.REVIEWED] = of.pass_by
    return Fate(
        drafter=random.choice(DEPARTMENT.drafters),
        made=random.choice(OWN),
        returned=random.choices([0, 1, 2], weights=[7, 2, 1])[0],
        rejected=random.random() < 0.05,
        sent_back=random.random() < 0.08,
        withdrawn_at=random.choices(
            [None, Stage.UNDER_REVIEW, Stage.SIGNING, Stage.TO_ISSUE], weights=[16, 2, 1, 1]
        )[0],
        left_at=random.choices(
            [None, Stage.UNDER_REVIEW, Stage.RETURNED, Stage.TO_ISSUE], weights=[13, 1, 1, 1]
        )[0],
        twice=random.random() < 0.4,
        claimed=random.random() < 0.2,
        recalled=random.random() < 0.1,
        answered=random.random() < 0.7,
        in_bulk=random.random() < 0.15,
        reserved=random.random() < 0.1,
        voided=random.random() < 0.1,
        habits=habits,
    )


Lot = Mapping[str, Any]
"""What differs from a dispatch that goes straight to its file copy."""
STRAIGHT: Final[Lot] = {
    "returned": 0,
    "rejected": False,
    "sent_back": False,
    "withdrawn_at": None,
    "left_at": None,
    "recalled": False,
    "in_bulk": False,
    "reserved": False,
    "voided": False,
    "habits": {},
}
LOTS: Final[Sequence[Lot]] = (
    # These get their numbers by themselves, and wait for a clerk's order to seal.
    {"habits": {At.DRAFTED: of.number_by_itself, At.FILED: of.restrict}},
    {"voided": True, "habits": {At.REVIEWED: of.take_and_give_back, At.FILED: of.number_by_clerk}},
    {"in_bulk": True, "habits": {At.DRAFTED: of.attach, At.FILED: of.check_in_public}},
    {
        "habits": {
            At.DRAFTED: occasions.put_a_file_in_its_place,
            At.REVIEWED: of.reassign,
            At.TO_SIGN: of.hurry,
            At.FILED: of.refuse_and_send_again,
        }
    },
    {
        "cancelled": True,
        "habits": {
            At.DRAFTED: occasions.give_the_head_a_credential,
            At.REVIEWED: time_passes.decide_late,
            At.TO_SIGN: of.sign_myself,
        },
    },
    {"made": "a text", "returned": 1, "habits": {At.DRAFTED: occasions.mend_the_form}},
    {"habits": {At.DRAFTED: occasions.register_and_revoke, At.REVIEWED: of.ask_and_answer}},
    {"habits": {At.DRAFTED: of.reserve_and_cancel, At.REVIEWED: of.replan}},
    # These begin when one of those has ended: a clerk gives them their numbers again.
    {"withdrawn_at": Stage.UNDER_REVIEW, "habits": {At.DRAFTED: of.look_after_the_engine}},
    {"sent_back": True, "habits": {At.DRAFTED: of.rewrite, At.REVIEWED: of.pass_by}},
    {"in_bulk": True, "habits": {At.DRAFTED: of.delegate, At.REVIEWED: of.consult}},
    {
        "withdrawn_at": Stage.SIGNING,
        "habits": {
            At.DRAFTED: occasions.give_the_head_a_credential,
            At.TO_SIGN: of.sign_myself,
            At.FILED: occasions.do_the_nights_work,
        },
    },
    {
        "uploaded": True,
        "habits": {
            At.DRAFTED: occasions.give_the_head_a_credential,
            At.TO_SIGN: of.sign_myself,
            At.ISSUED: time_passes.issue_late,
        },
    },
    {"reserved": True, "habits": {At.DRAFTED: of.be_away, At.REVIEWED: of.count_deadlines}},
    {"habits": {At.ISSUED: occasions.take_over_a_register}},
    {
        "recalled": True,
        "answered": True,
        "reminded": True,
        "habits": {At.TO_SIGN: of.forward, At.ISSUED: of.reserve_and_cancel},
    },
    {
        "recalled": True,
        "answered": False,
        "habits": {At.ISSUED: time_passes.reserve_in_vain, At.FILED: occasions.do_the_nights_work},
    },
    {
        "habits": {
            At.ISSUED: occasions.go_on_after_a_restore,
            At.FILED: time_passes.see_the_year_out,
        }
    },
)
"""Together they pass every kill point that people and flows can pass."""
ROUND: Final = 40
"""After so many dispatches of the department the lots are dealt again."""
NEIGHBOURS_EVERY: Final = 5
"""Of a run's dispatches each so many is the commune's."""
NEIGHBOURS: Final[Lot] = {
    "staff": COMMUNE,
    "drafter": COMMUNE.drafters[0],
    "made": "the commune's parts",
    "habits": {},
}
"""What differs with the neighbours: they go the same way, and have no habits."""


def theirs(dispatches: int) -> int:
    """How many of a run are the neighbours'."""
    return dispatches // NEIGHBOURS_EVERY


def is_dealt(dispatches: int) -> bool:
    """Whether a run is long enough for every lot; a shorter one is left to chance."""
    return dispatches - theirs(dispatches) >= len(LOTS)


def fates(seed: int, dispatches: int) -> Iterator[Fate]:
    """One for each dispatch of a run: the same seed, the same fates."""
    for number in range(1, dispatches + 1):
        drawn = fate(Random(f"{seed} {number - 1}"))  # noqa: S311 -- to be repeated
        place = (number - theirs(number) - 1) % ROUND
        if number % NEIGHBOURS_EVERY == 0:
            drawn = replace(drawn, **NEIGHBOURS)
        elif is_dealt(dispatches) and place < len(LOTS):
            drawn = replace(drawn, **{**STRAIGHT, **LOTS[place]})
        yield drawn
