"""Drafting on a real database, with two agencies, spoken to over HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.services.drafting.desk import COMPLETE, SEEN, Drafting
from tests.support.office import LANG_SON, TINY, Office, content_of


@pytest.fixture(scope="module")
async def drafting(office: Office) -> AsyncIterator[Drafting]:
    for file in (LANG_SON, TINY):
        await office.load("drafting", content_of(file))
    async with AsyncExitStack() as clients:
        yield Drafting(office, clients)


@pytest.fixture
async def drafter(drafting: Drafting) -> httpx.AsyncClient:
    return await drafting.person("chuyen-vien-vp")


@pytest.fixture
async def case(drafter: httpx.AsyncClient) -> str:
    """A complete draft of the Office's drafter."""
    made = await drafter.post("/drafts", json=COMPLETE)
    assert made.status_code == 201, made.text
    return str(made.json()["case"])


@pytest.fixture
async def submitted(drafter: httpx.AsyncClient, case: str) -> str:
    """A draft under review in its first round."""
    sent = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert sent.status_code == 200, sent.text
    return case
