"""Who may sit and who may sign, said once more in a few lines, from the organisation's file.

The second opinion of the state machine: it shares no code with what it judges.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tests.stories.state_machine.organisations import Content

SIGNATURE: Final = "signature"
_TOP: Final = ("head", "acting_head")
_INSTEAD: Final = {
    "head": ("deputy",),
    "acting_head": ("deputy",),
    "deputy": ("head", "acting_head", "deputy"),
    "unit_head": ("unit_deputy",),
    "unit_deputy": (),
}
"""By the rank of the absent person: the ranks that may sign in his place."""
_DUTIES: Final = (None, "content_check", "office_review", SIGNATURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    kind: str
    doc_type: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An absence, or a delegation of the head, as it was accepted."""

    id: str
    owner: str
    other: str
    """Who acts in the owner's place."""
    starts: datetime
    ends: datetime
    delegation: bool = False
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    ended: datetime | None = None

    def covers(self, matter: Matter, at: datetime) -> bool:
        limits = ((self.kinds, matter.kind), (self.fields, matter.field))
        return (
            self.starts <= at < (self.ended or self.ends)
            and (not self.delegation or matter.kind == SIGNATURE)
            and all(not limit or said in limit for limit, said in limits)
            and (not self.types or matter.doc_type in self.types)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A seat that somebody may take, and in whose place."""

    seat: str
    behalf: str | None = None
    grant: str | None = None


def posts(content: Content, account: str) -> list[Content]:
    held: list[str] = next(
        (one["posts"] for one in content["accounts"] if one["id"] == account), []
    )
    by_code = {post["code"]: post for post in content["posts"]}
    return [by_code[code] for code in held]


def ranks(content: Content, account: str) -> set[str]:
    return {str(post["rank"]) for post in posts(content, account)}


def sits(content: Content, account: str, seat: str) -> bool:
    kind, _, of = seat.partition(":")
    mine = posts(content, account)
    match kind:
        case "post":
            return any(post["code"] == of for post in mine)
        case "unit_head":
            return any(post["rank"] == "unit_head" and post["unit"] == of for post in mine)
        case "field":
            return _has_field(content, account, of) and "deputy" in ranks(content, account)
        case _:
            return account == of and bool(mine)


def sitters(content: Content, seats: tuple[str, ...]) -> set[str]:
    return {
        one["id"] for one in content["accounts"] for seat in seats if sits(content, one["id"], seat)
    }


def may_sign(content: Content, account: str, matter: Matter, *, seat: str = "account:") -> bool:
    """By one's own right, in the post that the seat is about."""
    kind, _, of = seat.partition(":")
    return any(
        _right(content, account, post, matter)
        for post in posts(content, account)
        if kind == "account"
        or (kind == "post" and post["code"] == of)
        or (kind == "unit_head" and post["rank"] == "unit_head" and post["unit"] == of)
        or (kind == "field" and post["rank"] == "deputy")
    )


def may_sign_for(content: Content, account: str, grant: Grant, matter: Matter) -> bool:
    """In another's place; the grant covers the matter now."""
    if grant.delegation:
        top = ranks(content, grant.owner) & set(_TOP)
        return bool(top) and "unit_head" in ranks(content, account)
    theirs = [
        one for one in posts(content, grant.owner) if _right(content, grant.owner, one, matter)
    ]
    return bool(theirs) and any(
        mine["rank"] in _INSTEAD[theirs[0]["rank"]]
        and (mine["rank"] != "unit_deputy" or _by_deputy(content, mine, theirs[0], matter))
        for mine in posts(content, account)
    )


def forbids(did: str | None, kind: str) -> bool:
    """Whether a part that somebody took keeps him from a step of this kind."""
    if kind == "consultation":
        return did is None
    return did != kind and did in _DUTIES and kind in _DUTIES


def seats_open_to(
    content: Content,
    account: str,
    *,
    seats: tuple[str, ...],
    matter: Matter,
    grants: list[Grant],
    at: datetime,
) -> list[Taken]:
    """Every seat that somebody may take now, of his own right or in another's place."""
    found = [Taken(seat=one) for one in seats if _takes(content, account, one, matter)]
    for grant in grants:
        if grant.other != account or not grant.covers(matter, at):
            continue
        if matter.kind == SIGNATURE and not may_sign_for(content, account, grant, matter):
            continue
        found += [
            Taken(seat=one, behalf=grant.owner, grant=grant.id)
            for one in seats
            if sits(content, grant.owner, one)
        ]
    return found


def _takes(content: Content, account: str, seat: str, matter: Matter) -> bool:
    if not sits(content, account, seat):
        return False
    return matter.kind != SIGNATURE or may_sign(content, account, matter, seat=seat)


def _has_field(content: Content, account: str, field: str) -> bool:
    person: Content = next((one for one in content["accounts"] if one["id"] == account), {})
    return bool(person.get("in_charge")) or field in person.get("fields", ())


def _right(content: Content, account: str, post: Content, matter: Matter) -> bool:
    match post["rank"]:
        case "head" | "acting_head":
            return True
        case "deputy":
            return _has_field(content, account, matter.field)
        case "unit_head":
            return any(
                order["post"] == post["code"] and matter.doc_type in order["types"]
                for order in content.get("by_order", ())
            )
        case "unit_deputy":
            heads = [
                one
                for one in content["posts"]
                if one["rank"] == "unit_head" and one["unit"] == post["unit"]
            ]
            return any(_by_deputy(content, post, head, matter) for head in heads)
        case _:
            return False


def _by_deputy(content: Content, mine: Content, theirs: Content, matter: Matter) -> bool:
    return mine["unit"] == theirs["unit"] and any(
        order["post"] == theirs["code"]
        and order.get("deputies", False)
        and matter.doc_type in order["types"]
        for order in content.get("by_order", ())
    )
