"""What drafting asks of a draft that is to correct or replace a dispatch (ND30 Đ.18.3).

By drafting's own facts: that the other was signed. Whether it went out, was recalled or replaced
the records desk knows, and asks when the new one is to get its number.
"""

from services.drafting.domain.standing import End
from services.drafting.store import drafts, facts
from shared.domain.amendments import Amends, refuse_wrong_way
from shared.domain.people import Person
from shared.domain.refusals import Invalid
from shared.runtime.database import Work


async def demand_right(work: Work, me: Person, wanted: Amends | None, *, doc_type: str) -> None:
    """Raises `Invalid` (`amends_unknown`, `amends_not_signed`, `wrong_way`): what is right."""
    if wanted is None:
        return
    target = await drafts.find(work, me.agency, wanted.case)
    if target is None:
        raise _wrong("amends_unknown", wanted, f"Cơ quan không có hồ sơ {wanted.case}.")
    standing = await facts.standing(work, me.agency, wanted.case)
    if standing.closed is None or standing.closed.end is not End.SIGNED:
        raise _wrong(
            "amends_not_signed",
            wanted,
            f"Văn bản {wanted.case} chưa được ký ban hành; hãy sửa hoặc rút chính văn bản đó.",
        )
    refuse_wrong_way(wanted.way, mine=doc_type, theirs=target.text.doc_type)


def _wrong(code: str, wanted: Amends, sentence: str) -> Invalid:
    return Invalid(code, sentence, details={wanted.way.value: sentence})
