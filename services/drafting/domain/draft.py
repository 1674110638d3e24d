"""A draft, its attachments, and who may work on it."""

from dataclasses import dataclass
from datetime import datetime

from shared.document.model import DispatchText
from shared.domain.amendments import Amends
from shared.domain.organisation import Unit
from shared.domain.people import Person
from shared.domain.refusals import NotYours


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The text under work; `revision` counts its changes, its attachments' too."""

    case: str
    agency: str
    unit: str
    """Code of the drafting unit."""
    drafter: str
    authors: tuple[str, ...]
    """Accounts that wrote text or attachments in any round, the drafter first."""
    organisation: str
    """Version of the organisation in force when the draft was made."""
    field: str
    """Lĩnh vực; the drafting unit's unless said otherwise."""
    signer: str | None
    """Account that the drafter chose to sign; None: found by the name in the text."""
    amends: Amends | None = None
    """What it is to correct or replace; said when it was made, and never changed."""
    text: DispatchText
    revision: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`supporting`: for reviewers, never leaves the agency; `annex`: issued with the dispatch."""

    id: str
    case: str
    name: str
    kind: str
    media_type: str
    size: int
    sha256: str
    account: str
    at: datetime


def written_by(draft: Draft, account: str) -> tuple[str, ...]:
    """The draft's authors, once this account has written too; nobody is ever taken off."""
    return draft.authors if account in draft.authors else (*draft.authors, account)


def unit_of(person: Person) -> Unit:
    """The unit in whose name a person drafts; refused for those who belong to none."""
    unit = person.organisation.drafting_unit(person.account)
    if unit is None:
        raise NotYours(
            "no_unit",
            f"{person.account.name} không thuộc đơn vị nào nên không soạn được văn bản; "
            "hãy giao cho một đơn vị soạn thảo.",
        )
    return unit


def is_stranger(draft: Draft, person: Person) -> bool:
    """Neither the drafter nor one of the drafting unit's people."""
    unit = person.organisation.drafting_unit(person.account)
    return person.id != draft.drafter and (unit is None or unit.code != draft.unit)


def refuse_stranger(draft: Draft, person: Person) -> None:
    """Only the drafter and the drafting unit's people work on a draft."""
    if not is_stranger(draft, person):
        return
    raise NotYours(
        "not_your_unit",
        f"Bản thảo {draft.case} của đơn vị {draft.unit}; chỉ người soạn thảo và người cùng "
        "đơn vị được xem, sửa, trình hoặc rút.",
    )
