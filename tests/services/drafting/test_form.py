"""The form check, having its replacements applied, and letting its findings stand."""

from typing import Any

import httpx
import pytest

from shared.document.version import thaw
from tests.services.drafting.desk import COMPLETE, SAMPLE, Drafting


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


LEFT = {"findings": ["place_differs"], "reason": "Địa danh ghi theo văn bản được trả lời."}


async def acknowledge(
    drafter: httpx.AsyncClient, case: str, seen: str = "*", **said: Any
) -> httpx.Response:
    return await drafter.post(
        f"/drafts/{case}/acknowledgements", json=LEFT | said, headers={"If-Match": seen}
    )


async def acknowledged(drafter: httpx.AsyncClient, case: str) -> dict[str, str]:
    """Finding to reason."""
    found = (await drafter.get(f"/drafts/{case}/findings")).json()["findings"]
    return {one["id"]: one["acknowledged"]["reason"] for one in found if one["acknowledged"]}


async def test_an_acknowledged_finding_goes_with_the_version_and_says_why_it_stands(
    drafting: Drafting, drafter: httpx.AsyncClient, sample: str
) -> None:
    await acknowledge(drafter, sample, reason="Lý do ban đầu, chưa đủ.")
    left = await acknowledge(drafter, sample, '"2"')
    assert (left.status_code, left.headers["etag"]) == (200, '"3"')
    assert await acknowledged(drafter, sample) == {"place_differs@place": LEFT["reason"]}
    event = (await drafting.rows("events", sample))[-2]
    assert event["act"] == "acknowledge_findings"
    assert event["details"] == {"revision": 3, "findings": ["place_differs@place"]}

    sent = await drafter.post(f"/drafts/{sample}/submit", headers={"If-Match": '"3"'})
    assert sent.status_code == 200
    version = thaw((await drafter.get(f"/drafts/{sample}/versions/1")).content)
    place = next(one for one in version.findings if one.code == "place_differs")
    said = version.acknowledged(place)
    assert said is not None
    assert (said.reason, said.account) == (LEFT["reason"], "chuyen-vien-vp")
    under_review = await acknowledge(drafter, sample)
    assert (under_review.status_code, under_review.json()["code"]) == (409, "under_review")


async def test_an_acknowledgement_is_gone_with_its_finding_and_holds_for_its_words_only(
    drafter: httpx.AsyncClient, sample: str
) -> None:
    await acknowledge(drafter, sample, findings=["place_differs", "misspelt_word"])
    assert set(await acknowledged(drafter, sample)) == {
        "place_differs@place",
        "misspelt_word@paragraphs[1]",
    }
    await drafter.post(
        f"/drafts/{sample}/corrections",
        json={"findings": ["misspelt_word"]},
        headers={"If-Match": "*"},
    )
    assert set(await acknowledged(drafter, sample)) == {"place_differs@place"}
    draft = (await drafter.get(f"/drafts/{sample}")).json()
    other = {name: draft[name] for name in COMPLETE} | {"place": "Hà Nội"}
    await drafter.put(f"/drafts/{sample}", json=other, headers={"If-Match": "*"})
    assert await acknowledged(drafter, sample) == {}


REFUSED: tuple[tuple[dict[str, Any], int, str], ...] = (
    ({"reason": " đúng rồi "}, 422, "malformed"),
    ({"findings": ["no_such_finding"]}, 422, "finding_unknown"),
    ({"findings": []}, 422, "malformed"),
    ({"seen": '"7"'}, 412, "draft_changed"),
)


async def test_what_says_nothing_or_was_not_seen_acknowledges_nothing(
    drafter: httpx.AsyncClient, sample: str
) -> None:
    for said, status, code in REFUSED:
        refused = await acknowledge(drafter, sample, **said)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert await acknowledged(drafter, sample) == {}
