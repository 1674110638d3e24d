"""The list of own drafts tells how drafting's part ended, and does not pretend to know more."""

from typing import Any

import httpx
import pytest

from shared.contracts.drafting import Closing
from tests.services.drafting.desk import SEEN, Drafting


async def shown(drafter: httpx.AsyncClient, case: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The draft as the list has it, and as it is read."""
    listed = (await drafter.get("/drafts", params={"limit": "100"})).json()["drafts"]
    (line,) = (one for one in listed if one["case"] == case)
    return line, (await drafter.get(f"/drafts/{case}")).json()


@pytest.mark.parametrize(
    ("closing", "stage"),
    [
        (Closing.SIGNED, "UNDER_REVIEW"),
        (Closing.REJECTED, "REJECTED"),
    ],
)
async def test_a_closed_round_is_told_apart_from_one_under_review(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str, closing: Closing, stage: str
) -> None:
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    for seen in await shown(drafter, case):
        assert (seen["stage"], seen["closing"]) == ("UNDER_REVIEW", None)
    await drafting.close(case, 1, closing, "duong-minh-tue")
    for seen in await shown(drafter, case):
        assert (seen["stage"], seen["closing"]) == (stage, closing.value)


async def test_a_withdrawn_draft_says_so(drafter: httpx.AsyncClient, case: str) -> None:
    await drafter.post(f"/drafts/{case}/withdraw", json={"reason": "Không cần nữa"})
    for seen in await shown(drafter, case):
        assert (seen["stage"], seen["closing"]) == ("WITHDRAWN", "withdrawn")


async def test_a_signed_round_that_came_back_is_closed_no_more(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    await drafting.close(case, 1, Closing.SIGNED, "duong-minh-tue")
    await drafting.reopen(case, 1)
    for seen in await shown(drafter, case):
        assert (seen["stage"], seen["round"], seen["closing"]) == ("RETURNED", 2, None)


async def test_the_description_says_whose_view_it_is(drafting: Drafting) -> None:
    schemas = drafting.office.description("drafting")["components"]["schemas"]
    for schema in ("DraftLine", "DraftOut", "PartOut"):
        assert "Drafting's own view" in schemas[schema]["properties"]["stage"]["description"]
    for schema in ("DraftLine", "DraftOut"):
        assert "distribution knows" in schemas[schema]["properties"]["closing"]["description"]
