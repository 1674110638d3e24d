"""Other units are refused, other agencies find nothing, nobody gets in without a token."""

from typing import Any

import httpx
import pytest

from tests.services.drafting.desk import COMPLETE, SEEN, Drafting

ATTACHMENT = "0" * 32
OF_THE_UNIT: list[tuple[str, str, Any]] = [
    ("GET", "/drafts/{case}", None),
    ("PUT", "/drafts/{case}", COMPLETE),
    ("GET", "/drafts/{case}/findings", None),
    ("GET", "/drafts/{case}/versions/1", None),
    ("POST", "/drafts/{case}/corrections", {"findings": ["place_differs"]}),
    (
        "POST",
        "/drafts/{case}/acknowledgements",
        {"findings": ["place_differs"], "reason": "Địa danh theo văn bản cũ."},
    ),
    ("GET", "/drafts/{case}/preview", None),
    ("GET", "/drafts/{case}/attachments", None),
    ("GET", f"/drafts/{{case}}/attachments/{ATTACHMENT}", None),
    ("DELETE", f"/drafts/{{case}}/attachments/{ATTACHMENT}", None),
    ("POST", "/drafts/{case}/submit", None),
    ("POST", "/drafts/{case}/withdraw", {"reason": "thử"}),
]
OF_THE_AGENCY: list[tuple[str, str, Any]] = [
    ("GET", "/dispatches/{case}", None),
]


async def ask(
    client: httpx.AsyncClient, case: str, method: str, path: str, body: Any
) -> httpx.Response:
    headers = {"If-Match": "*"}
    return await client.request(method, path.format(case=case), json=body, headers=headers)


@pytest.mark.parametrize(("method", "path", "body"), OF_THE_UNIT + OF_THE_AGENCY)
async def test_another_agency_finds_nothing(
    drafting: Drafting, submitted: str, method: str, path: str, body: Any
) -> None:
    stranger = await drafting.person("xa-soan-thao")
    answer = await ask(stranger, submitted, method, path, body)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_another_agency_attaches_nothing(drafting: Drafting, case: str) -> None:
    before = drafting.blobs()
    stranger = await drafting.person("xa-soan-thao")
    answer = await stranger.post(
        f"/drafts/{case}/attachments",
        data={"kind": "supporting"},
        files={"file": ("a.pdf", b"%PDF-other")},
    )
    assert answer.status_code == 404
    assert drafting.blobs() == before


@pytest.mark.parametrize(("method", "path", "body"), OF_THE_UNIT)
async def test_another_unit_is_refused(
    drafting: Drafting, case: str, method: str, path: str, body: Any
) -> None:
    other = await drafting.person("chuyen-vien-qlvh")
    answer = await ask(other, case, method, path, body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_unit")


@pytest.mark.parametrize(("method", "path", "body"), OF_THE_AGENCY)
async def test_people_of_the_agency_see_how_it_stands(
    drafting: Drafting, submitted: str, method: str, path: str, body: Any
) -> None:
    other = await drafting.person("giam-doc")
    assert (await ask(other, submitted, method, path, body)).status_code == 200


async def test_people_of_other_units_see_neither_subject_nor_remarks_nor_particulars(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    made = await drafter.post("/drafts", json=COMPLETE | {"place": "Lang Son"})
    case = made.json()["case"]
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    other = await drafting.person("chuyen-vien-qlvh")
    ours, theirs = [(await client.get(f"/dispatches/{case}")).json() for client in (drafter, other)]
    assert (ours["subject"], theirs["subject"]) == (COMPLETE["subject"], None)
    assert ours["findings"]
    assert all(event["details"] for event in ours["history"])
    assert theirs["findings"] == []
    assert [event["details"] for event in theirs["history"]] == [{}, {}]
    assert (theirs["stage"], theirs["round"]) == ("UNDER_REVIEW", 1)


@pytest.mark.parametrize(("method", "path", "body"), OF_THE_UNIT + OF_THE_AGENCY)
async def test_without_a_token_nothing_is_said(
    drafting: Drafting, case: str, method: str, path: str, body: Any
) -> None:
    nobody = await drafting.person(None)
    assert (await ask(nobody, case, method, path, body)).status_code == 401


async def test_each_agency_counts_its_own_cases(drafting: Drafting) -> None:
    theirs = await drafting.person("xa-soan-thao")
    made = await theirs.post("/drafts", json=COMPLETE)
    assert made.json()["case"].startswith("UBNDX-")
    assert (await theirs.get("/drafts")).json()["drafts"][0]["case"] == made.json()["case"]
