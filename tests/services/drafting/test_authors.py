"""Whoever wrote the text is known, frozen, and nobody who checks or signs it."""

from typing import Any

import httpx
import pytest

from tests.services.drafting.desk import COMPLETE, SEEN, Drafting

COLLEAGUE = "van-thu"


async def rewrite(client: httpx.AsyncClient, case: str) -> None:
    text = COMPLETE | {"subject": "do người khác viết lại"}
    changed = await client.put(f"/drafts/{case}", json=text, headers=SEEN)
    assert changed.status_code == 200, changed.text


async def attach(client: httpx.AsyncClient, case: str) -> None:
    file = {"file": ("a.txt", b"xin chao")}
    made = await client.post(f"/drafts/{case}/attachments", data={"kind": "supporting"}, files=file)
    assert made.status_code == 201, made.text


async def correct(client: httpx.AsyncClient, case: str) -> None:
    wrong = await client.put(f"/drafts/{case}", json=COMPLETE | {"place": "Lang Son"}, headers=SEEN)
    assert wrong.status_code == 200, wrong.text
    done = await client.post(
        f"/drafts/{case}/corrections", json={"findings": ["place_differs"]}, headers=SEEN
    )
    assert done.status_code == 200, done.text


async def authors(client: httpx.AsyncClient, case: str, round_: int = 1) -> Any:
    return (await client.get(f"/drafts/{case}/versions/{round_}")).json()["authors"]


@pytest.mark.parametrize("write", [rewrite, attach, correct])
async def test_everybody_who_wrote_is_frozen_with_the_version(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str, write: Any
) -> None:
    await write(await drafting.person(COLLEAGUE), case)
    assert (await drafter.get(f"/drafts/{case}")).json()["authors"] == [
        "chuyen-vien-vp",
        COLLEAGUE,
    ]
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    assert await authors(drafter, case) == ["chuyen-vien-vp", COLLEAGUE]


@pytest.mark.parametrize("checker", ["chanh-van-phong", "pho-chanh-van-phong"])
@pytest.mark.parametrize("write", [rewrite, attach])
async def test_a_text_that_its_only_checker_rewrote_is_not_submitted(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str, checker: str, write: Any
) -> None:
    await write(await drafting.person(checker), case)
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (422, "no_checker")
    assert "hồ sơ mới" in refused.json()["detail"]


async def test_authors_and_submitters_of_earlier_rounds_still_count(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    colleague = await drafting.person(COLLEAGUE)
    await rewrite(colleague, case)
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    await drafting.reopen(case, 1)
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    assert await authors(drafter, case, 2) == ["chuyen-vien-vp", COLLEAGUE]


async def test_looking_makes_nobody_an_author(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    head = await drafting.person("chanh-van-phong")
    for path in ("", "/findings", "/preview", "/attachments"):
        assert (await head.get(f"/drafts/{case}{path}")).status_code == 200
    assert (await drafter.get(f"/drafts/{case}")).json()["authors"] == ["chuyen-vien-vp"]
