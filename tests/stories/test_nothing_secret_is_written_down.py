"""What is secret stands in no log of a running stack: keys, passwords, PINs, tokens, texts."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from deploy.local.local_secrets import read_secrets
from deploy.local.tokens import token_for
from tests.stories.conftest import Town
from tests.support.waiting import until

DEPUTY, DRAFTER = "duong-minh-tue", "chuyen-vien-vp"
TASK = "00000000-0000-4000-8000-000000000000"
SAID = f"pin-{uuid4().hex}"
"""Stands for a PIN, a code, a text: whatever people say to the services."""
MARKS = ("PRIVATE KEY", "Authorization", "Bearer ")


@asynccontextmanager
async def caller(town: Town, service: str, token: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {token}"}
    url = town.addresses.services[service]
    async with httpx.AsyncClient(base_url=url, headers=headers) as client:
        yield client


async def say_it_everywhere(town: Town, request: str) -> None:
    """Acts that work, are refused, are malformed or come from nobody; each holds the secret."""
    deputy, drafter = [token_for(account, town.settings) for account in (DEPUTY, DRAFTER)]
    async with (
        caller(town, "approval", deputy) as signer,
        caller(town, "drafting", drafter) as writer,
        caller(town, "distribution", f"{deputy}{SAID}") as nobody,
    ):
        sign = f"/tasks/{TASK}/signature"
        answers = [
            await signer.post(sign, json={"pin": SAID, "otp": SAID}),
            await signer.post(sign, json={"pin": [SAID], "otp": SAID * 99}),
            await signer.post(sign, content=f'{{"pin": "{SAID}'.encode()),
            await signer.post(f"/tasks/{SAID}/signature", json={"pin": SAID}),
            await writer.post("/drafts", json={"subject": SAID, "paragraphs": [SAID]}),
            await writer.post("/drafts/from-text", json={"text": f"V/v {SAID}\n\n{SAID}"}),
            await writer.post("/drafts/from-file", files={"file": (f"{SAID}.docx", SAID.encode())}),
            await writer.get("/drafts", params={"after": SAID}),
            await nobody.get("/desk", params={"x": SAID}),
            await nobody.get("/desk", headers={"X-Request-Id": request}),
        ]
    assert {answer.status_code // 100 for answer in answers} == {2, 4}


def secrets_of(town: Town) -> Iterator[str]:
    yield from read_secrets(town.settings).values()
    yield (town.settings.keys / "password").read_text().strip()
    yield from (SAID, *MARKS)
    yield from (token_for(account, town.settings).split(".")[0] for account in (DEPUTY, DRAFTER))


def logged(folder: Path) -> dict[str, str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.name: file.read_text(encoding="utf-8", errors="replace") for file in files}


@pytest.fixture
async def logs(town: Town) -> dict[str, str]:
    """What every process wrote down, once the last of what was said has been."""
    request = uuid4().hex
    await say_it_everywhere(town, request)

    async def written() -> dict[str, str] | None:
        found = await asyncio.to_thread(logged, town.settings.logs)
        return found if any(request in text for text in found.values()) else None

    found = await until(written)
    assert found
    return found


async def test_no_log_names_a_secret(town: Town, logs: dict[str, str]) -> None:
    assert {"drafting.jsonl", "approval.jsonl", "distribution.jsonl"} <= logs.keys()
    found = {
        (file, secret)
        for file, text in logs.items()
        for secret in secrets_of(town)
        if secret in text
    }
    assert not found
