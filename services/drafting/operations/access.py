"""The way to a draft: of this agency, of this unit, as it was seen, locked."""

from typing import Literal

from services.drafting.domain.draft import Draft, refuse_stranger
from services.drafting.domain.standing import Names, Standing
from services.drafting.store import drafts, facts
from shared.domain.dates import moment
from shared.domain.people import Person
from shared.domain.refusals import Invalid, Stale, Unknown
from shared.runtime.database import Work

Seen = frozenset[int] | Literal["any"] | None
"""The revisions that the caller has seen (If-Match); None: not said."""


async def draft_of(work: Work, me: Person, case: str) -> Draft:
    """A draft to look at; Unknown outside its agency, NotYours outside its unit."""
    return _mine(await drafts.find(work, me.agency, case), me, case)


async def locked(work: Work, me: Person, case: str) -> tuple[Draft, Standing]:
    """A draft to act on: its lock is held from here to the end of the transaction."""
    draft = _mine(await drafts.lock(work, me.agency, case), me, case)
    return draft, await facts.standing(work, me.agency, case)


def _mine(draft: Draft | None, me: Person, case: str) -> Draft:
    if draft is None:
        raise no_case(case)
    refuse_stranger(draft, me)
    return draft


def no_case(case: str) -> Unknown:
    return Unknown("case_unknown", f"Không có hồ sơ {case}.")


def names_in(me: Person) -> Names:
    """The names of accounts as the organisation in force writes them."""

    def name(account: str) -> str:
        known = me.organisation.account(account)
        return known.name if known else account

    return name


def refuse_unseen(draft: Draft, seen: Seen) -> None:
    """Refuse to overwrite what the caller has not seen; 412 with the instant of the change."""
    if seen not in (None, "any") and draft.revision not in seen:
        raise Stale(
            "draft_changed",
            f"Bản thảo đã thay đổi, lần cuối lúc {moment(draft.changed_at)}; hãy tải lại bản "
            "mới rồi làm tiếp.",
        )


def demand_seen(seen: Seen) -> None:
    """A change must say which revision it is made on."""
    if seen is None:
        raise Invalid(
            "if_match_missing",
            "Thiếu tiêu đề If-Match: hãy gửi kèm ETag của bản thảo đang sửa để không ghi đè "
            "thay đổi của người khác.",
        )
