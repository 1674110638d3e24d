"""The door: how much may come in, and under which id."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from shared.runtime.door import BODY_LIMIT, TEXT_LIMIT
from shared.runtime.settings import PatienceSettings
from tests.shared.runtime.small_office import SmallOffice

JSON = "application/json"
PDF = "application/pdf"
CHUNK = 64 * 1024


async def streamed(size: int) -> AsyncIterator[bytes]:
    """A body whose length is not announced."""
    for start in range(0, size, CHUNK):
        yield b" " * min(CHUNK, size - start)


async def send(
    small: SmallOffice, kind: str, content: bytes | AsyncIterator[bytes], path: str = "/bytes"
) -> httpx.Response:
    async with small.client("van-thu") as client:
        return await client.post(path, content=content, headers={"Content-Type": kind})


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (JSON, TEXT_LIMIT),
        ("Application/JSON; charset=utf-8", TEXT_LIMIT),
        ("application/vnd.congvan+json", TEXT_LIMIT),
        ("text/plain", TEXT_LIMIT),
        (PDF, BODY_LIMIT),
        ("multipart/form-data; boundary=x", BODY_LIMIT),
    ],
)
@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_may_be_as_large_as_the_limit_and_no_larger(
    small: SmallOffice, kind: str, limit: int, announced: bool
) -> None:
    def body(size: int) -> bytes | AsyncIterator[bytes]:
        return b" " * size if announced else streamed(size)

    fits = await send(small, kind, body(limit))
    assert (fits.status_code, fits.json()) == (200, limit)
    over = await send(small, kind, body(limit + 1))
    assert (over.status_code, over.json()["code"]) == (413, "too_large")
    assert f"{limit // 1024 // 1024} MB" in over.json()["detail"]
    assert over.headers["content-type"] == "application/problem+json"
    assert over.headers["x-request-id"] in over.json()["instance"]


@pytest.mark.parametrize("announced", [True, False])
async def test_a_json_of_more_than_a_megabyte_is_refused_before_it_is_read(
    small: SmallOffice, announced: bool
) -> None:
    size = TEXT_LIMIT + 1
    over = await send(small, JSON, b" " * size if announced else streamed(size), "/notes")
    assert (over.status_code, over.json()["code"]) == (413, "too_large")


async def test_a_length_that_lies_is_counted_all_the_same(small: SmallOffice) -> None:
    async with small.client("van-thu") as client:
        answer = await client.post(
            "/bytes",
            content=streamed(TEXT_LIMIT + 1),
            headers={"Content-Type": JSON, "Content-Length": "10"},
        )
    assert answer.status_code == 413


async def endless() -> AsyncIterator[bytes]:
    """A body that begins and does not go on."""
    yield b"x"
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("account", "status"), [("van-thu", 408), (None, 401)], ids=["of an account", "of a stranger"]
)
async def test_a_body_is_waited_for_so_long_and_a_strangers_not_at_all(
    small: SmallOffice, account: str | None, status: int
) -> None:
    hasty = small.elsewhere(patience=PatienceSettings(body_seconds=0.1))
    async with hasty.client(account) as client:
        answer = await client.post("/bytes", content=endless(), headers={"Content-Type": PDF})
    assert answer.status_code == status
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("given", ["abc-123", "A.b_c", "x" * 64])
async def test_a_callers_plain_request_id_is_kept(small: SmallOffice, given: str) -> None:
    async with small.client() as client:
        answer = await client.get("/healthz", headers={"X-Request-Id": given})
    assert answer.headers.get_list("x-request-id") == [given]


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a;b", 'a"b', "\xe9", "a/../b"])
async def test_any_other_request_id_is_replaced(small: SmallOffice, given: str) -> None:
    async with small.client() as client:
        answer = await client.get("/healthz", headers=[(b"X-Request-Id", given.encode("latin-1"))])
    (made,) = answer.headers.get_list("x-request-id")
    assert made != given
    assert len(made) == 32


async def test_every_request_gets_an_id_of_its_own(small: SmallOffice) -> None:
    async with small.client() as client:
        ids = {(await client.get("/healthz")).headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


@pytest.mark.parametrize("path", ["/bugs", "/no-such-thing", "/refusals/stale"])
async def test_a_request_that_fails_has_an_id_to_tell_the_administrator(
    small: SmallOffice, path: str
) -> None:
    async with small.client() as client:
        answer = await client.get(path, headers={"X-Request-Id": "gio-hanh-chinh"})
    assert answer.headers.get_list("x-request-id") == ["gio-hanh-chinh"]
    assert answer.json()["instance"] == "urn:congvan:request:gio-hanh-chinh"
