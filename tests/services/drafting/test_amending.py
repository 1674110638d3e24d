"""A draft that is to correct or replace a dispatch: said when it is made, asked when submitted."""

from typing import Any

import httpx
import pytest

from shared.contracts.drafting import Closing
from shared.document.version import thaw
from tests.services.drafting.desk import COMPLETE, SEEN, Drafting


@pytest.fixture
async def signed(drafting: Drafting, submitted: str) -> str:
    """A dispatch whose round was closed as signed."""
    await drafting.close(submitted, 1, Closing.SIGNED, "duong-minh-tue")
    return submitted


async def made(drafter: httpx.AsyncClient, **ways: str) -> tuple[int, dict[str, Any]]:
    answer = await drafter.post("/drafts", json=COMPLETE | ways)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(("way", "other"), [("corrects", "replaces"), ("replaces", "corrects")])
async def test_what_it_amends_is_kept_with_the_draft_and_frozen_with_the_version(
    drafter: httpx.AsyncClient, signed: str, way: str, other: str
) -> None:
    status, draft = await made(drafter, **{way: signed})
    assert (status, draft[way], draft[other]) == (201, signed, None)
    case = draft["case"]
    changed = await drafter.put(f"/drafts/{case}", json=COMPLETE, headers=SEEN)
    assert changed.json()[way] == signed
    sent = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert sent.status_code == 200, sent.text
    frozen = thaw((await drafter.get(f"/drafts/{case}/versions/1")).content)
    assert (getattr(frozen, way), getattr(frozen, other)) == (signed, None)


async def test_a_text_may_correct_too(drafter: httpx.AsyncClient, signed: str) -> None:
    text = "V/v đính chính\n\nKính gửi: Các phòng chuyên môn.\n\nSở đính chính./."
    answer = await drafter.post("/drafts/from-text", json={"text": text, "corrects": signed})
    assert answer.json()["draft"]["corrects"] == signed


async def test_what_was_not_signed_is_mended_itself(
    drafter: httpx.AsyncClient, submitted: str
) -> None:
    status, problem = await made(drafter, corrects=submitted)
    assert (status, problem["code"]) == (422, "amends_not_signed")
    assert "hãy sửa hoặc rút chính văn bản đó" in problem["detail"]


async def test_nobody_amends_what_is_not_there_or_of_another_agency(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    neighbour = await drafting.person("xa-soan-thao")
    theirs = (await neighbour.post("/drafts", json={})).json()["case"]
    for unknown in ("SVHTTDL-2026-999999", theirs):
        status, problem = await made(drafter, replaces=unknown)
        assert (status, problem["code"]) == (422, "amends_unknown")
        assert [error["field"] for error in problem["errors"]] == ["replaces"]


async def test_a_draft_goes_one_way(drafter: httpx.AsyncClient, signed: str) -> None:
    status, problem = await made(drafter, corrects=signed, replaces=signed)
    assert (status, problem["code"]) == (422, "two_ways")


async def test_it_is_asked_again_when_it_is_submitted(
    drafting: Drafting, drafter: httpx.AsyncClient, signed: str
) -> None:
    _, draft = await made(drafter, replaces=signed)
    await drafting.reopen(signed, 1)
    refused = await drafter.post(f"/drafts/{draft['case']}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (422, "amends_not_signed")
