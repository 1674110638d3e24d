"""Thừa lệnh: the Chánh Văn phòng signs for the director, or his deputy for him, in their lines."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any, Final

import pytest

from shared.domain.lifecycle import Stage
from tests.shared.document.measure import Measured
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DRAFTER,
    OFFICE,
    OFFICE_2,
    REVIEW,
    SIGN,
    TEXT,
)
from tests.stories.whole_office import WholeOffice
from tests.support.histories import keep

BY_ORDER: Final[dict[str, Any]] = {
    "name": "Công văn ký thừa lệnh",
    "types": ["cong_van"],
    "steps": [
        {"kind": CHECK, "hours": "8"},
        {"kind": REVIEW, "hours": "8", "posts": [CLERK]},
        {"kind": SIGN, "hours": "8", "posts": [OFFICE, OFFICE_2]},
    ],
}
ORDER: Final = {"post": OFFICE, "types": ["cong_van"], "deputies": "true"}
PAGE: Final = 210
"""Millimetres, of the width of A4."""
TEXT_BY_ORDER: Final = {
    **TEXT,
    "signature_lines": ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"],
    "signer_name": "Chánh Văn phòng",
}


@pytest.fixture
async def ordered(whole: WholeOffice) -> AsyncIterator[WholeOffice]:
    routes = [BY_ORDER, *whole.content["routes"]]
    async with whole.variant(routes=routes, by_order=[ORDER]):
        yield whole


async def signed(office: WholeOffice, signer: str) -> tuple[str, Measured]:
    """A dispatch signed by order, issued and filed; its sealed PDF under the ruler."""
    desk = office.desk
    case = await desk(DRAFTER).drafted(TEXT_BY_ORDER)
    await desk(DRAFTER).submit(case)
    await desk(CHECKER).approve(case, CHECK)
    await desk(CLERK).approve(case, REVIEW)
    seen = await desk(signer).task(case, SIGN)
    if seen["prepared"]["account"] != signer:
        await desk(signer).act("approval", f"/tasks/{seen['id']}/prepared")
        seen = await desk(signer).get("approval", f"/tasks/{seen['id']}")
    await desk(signer).decide(seen)
    await desk(CLERK).issue(case)
    assert await office.ended(case) is Stage.FILED
    pdf = await desk(DRAFTER).file("distribution", f"/dispatches/{case}/pdf")
    return case, await asyncio.to_thread(Measured, pdf)


def block(sealed: Measured, lines: list[str]) -> None:
    """These lines stand one under another in bold, on one axis right of the middle, evenly."""
    found = [next(line for line in sealed.lines if line.text == text) for text in lines]
    assert all("Bold" in line.font for line in found)
    assert all(line.middle == pytest.approx(found[0].middle, abs=0.5) for line in found)
    assert found[0].middle > PAGE / 2
    steps = [below.baseline - above.baseline for above, below in pairwise(found)]
    assert all(4 < step < 8 for step in steps)
    assert steps == pytest.approx([steps[0]] * len(steps), abs=0.3)


async def test_the_head_of_the_office_signs_by_the_directors_order(ordered: WholeOffice) -> None:
    case, sealed = await signed(ordered, OFFICE)
    block(sealed, ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"])
    name = sealed.line("Chánh Văn phòng")
    title = next(line for line in sealed.lines if line.text == "CHÁNH VĂN PHÒNG")
    assert name.middle == pytest.approx(title.middle, abs=0.5)
    assert name.baseline > title.baseline + 15
    await keep(ordered.flow(case), "signed_by_order_of_the_director")


async def test_the_deputy_of_the_office_signs_for_its_head_in_three_lines(
    ordered: WholeOffice,
) -> None:
    case, sealed = await signed(ordered, OFFICE_2)
    block(sealed, ["TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"])
    assert sealed.line("Phó Chánh Văn phòng").baseline > sealed.line("PHÓ CHÁNH").baseline
    await keep(ordered.flow(case), "signed_by_order_for_the_head_of_the_office")
