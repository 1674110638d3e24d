"""The form check, and having its replacements applied."""

import httpx
import pytest

from tests.services.drafting.desk import SAMPLE


@pytest.fixture
async def sample(drafter: httpx.AsyncClient) -> str:
    made = await drafter.post("/drafts/from-text", json={"text": SAMPLE.read_text()})
    return str(made.json()["draft"]["case"])


async def test_the_sample_has_what_an_office_reviewer_would_find(
    drafter: httpx.AsyncClient, sample: str
) -> None:
    checked = await drafter.get(f"/drafts/{sample}/findings")
    assert checked.headers["etag"] == '"1"'
    found = {finding["id"]: finding["replacement"] for finding in checked.json()["findings"]}
    assert found["place_differs@place"] == "Lạng Sơn"
    assert found["post_abbreviation@recipients[1]"] == "GĐ, các PGĐ"
    assert found["subject_capital@subject"] == "triển"


async def test_replacements_are_applied_by_id_and_by_code(
    drafter: httpx.AsyncClient, sample: str
) -> None:
    corrected = await drafter.post(
        f"/drafts/{sample}/corrections",
        json={
            "findings": [
                *("place_differs@place", "subject_capital", "post_abbreviation"),
                *("citation_comma", "misspelt_word"),
            ]
        },
        headers={"If-Match": '"1"'},
    )
    assert (corrected.status_code, corrected.headers["etag"]) == (200, '"2"')
    draft = corrected.json()
    assert draft["place"] == "Lạng Sơn"
    assert draft["subject"].startswith("triển khai")
    assert draft["recipients"] == ["Như trên", "GĐ, các PGĐ Sở"]
    assert "trực thuộc Sở" in draft["paragraphs"][1]
    assert "348/QĐ-TTg ngày 06/4/2023" in draft["paragraphs"][1]
    left = (await drafter.get(f"/drafts/{sample}/findings")).json()["findings"]
    assert all(finding["replacement"] is None for finding in left)


@pytest.mark.parametrize("wanted", ["no_such_finding", "doubled_word", "place_differs@subject"])
async def test_what_is_not_remarked_or_has_no_replacement_is_not_applied(
    drafter: httpx.AsyncClient, sample: str, wanted: str
) -> None:
    refused = await drafter.post(
        f"/drafts/{sample}/corrections",
        json={"findings": ["place_differs", wanted]},
        headers={"If-Match": '"1"'},
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "finding_unknown")
    assert [error["field"] for error in refused.json()["errors"]] == [wanted]
    assert (await drafter.get(f"/drafts/{sample}")).json()["place"] == "Lang Son"


async def test_corrections_name_the_revision_that_was_checked(
    drafter: httpx.AsyncClient, sample: str
) -> None:
    wanted = {"findings": ["place_differs"]}
    blind = await drafter.post(f"/drafts/{sample}/corrections", json=wanted)
    assert (blind.status_code, blind.json()["code"]) == (422, "if_match_missing")
    stale = await drafter.post(
        f"/drafts/{sample}/corrections", json=wanted, headers={"If-Match": '"0"'}
    )
    assert stale.status_code == 412
