"""Every "no" and every fault as problem details, and never a stack trace."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from shared.domain import refusals
from shared.runtime.problems import AWAY_IN_AN_ACT, AWAY_IN_READING, STATUS
from tests.shared.runtime.small_office import REFUSALS, SECRET, SmallOffice

STATUSES = {
    "unknown": 404,
    "not_yours": 403,
    "wrong_moment": 409,
    "stale": 412,
    "invalid": 422,
    "too_large": 413,
    "too_often": 429,
}


async def get(small: SmallOffice, path: str, **headers: str) -> httpx.Response:
    async with small.client() as client:
        return await client.get(path, headers=headers)


def body_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem, after the checks that hold for each of them."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["type"] == f"urn:congvan:problem:{body['code']}"
    assert body["instance"] == f"urn:congvan:request:{answer.headers['x-request-id']}"
    assert body["title"].isascii()
    assert not body["detail"].isascii()
    assert "Traceback" not in answer.text
    return body


@pytest.mark.parametrize("kind", REFUSALS)
async def test_each_kind_of_refusal_has_its_status_and_its_own_sentence(
    small: SmallOffice, kind: str
) -> None:
    body = body_of(await get(small, f"/refusals/{kind}"), STATUSES[kind])
    refusal = REFUSALS[kind]
    assert (body["code"], body["detail"]) == (refusal.code, refusal.sentence)
    assert body["title"] == type(refusal).title


def test_no_kind_of_refusal_is_without_a_status() -> None:
    kinds = {kind for kind in vars(refusals).values() if isinstance(kind, type)}
    assert {kind for kind in kinds if refusals.Refusal in kind.__bases__} == set(STATUS)


async def test_a_refusal_names_its_fields_one_sentence_each(small: SmallOffice) -> None:
    body = body_of(await get(small, "/refusals/invalid"), 422)
    assert body["errors"] == [{"field": "subject", "message": "còn trống"}]


async def test_a_bug_is_answered_without_its_trace_and_its_text(small: SmallOffice) -> None:
    answer = await get(small, "/bugs")
    assert body_of(answer, 500)["code"] == "broken"
    assert SECRET not in answer.text
    assert "RuntimeError" not in answer.text


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, {"sentence"}),
        ({"sentence": 5, "copies": "x"}, {"sentence", "copies"}),
        ({"sentence": "có \x00"}, {"sentence"}),
        ({"sentence": "có \x07"}, {"sentence"}),
    ],
)
async def test_what_has_not_the_documented_shape_is_told_by_field(
    small: SmallOffice, sent: dict[str, object], fields: set[str]
) -> None:
    async with small.client("van-thu") as client:
        body = body_of(await client.post("/notes", json=sent), 422)
    assert body["code"] == "malformed"
    assert {error["field"] for error in body["errors"]} == fields
    assert "sửa các chỗ" in body["detail"]
    assert not any(error["message"].isascii() for error in body["errors"])


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe", b'{"sentence": "\\ud800"}', b"[" * 5000, b"9" * 5000, b"NaN"]
)
async def test_a_body_that_is_no_json_is_the_senders_fault(
    small: SmallOffice, content: bytes
) -> None:
    async with small.client("van-thu") as client:
        answer = await client.post(
            "/notes", content=content, headers={"Content-Type": "application/json"}
        )
    body_of(answer, answer.status_code)
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"sentence": "\xff"}', "không phải văn bản UTF-8 đúng (sai từ byte thứ 15)"),
        (b"[" * 5000, "lồng nhau quá sâu"),
        (b"9" * 5000, "số quá dài"),
    ],
)
async def test_a_body_that_can_not_be_taken_apart_is_answered_with_the_reason(
    small: SmallOffice, content: bytes, why: str
) -> None:
    async with small.client("van-thu") as client:
        headers = {"Content-Type": "application/json"}
        answer = await client.post("/notes", content=content, headers=headers)
    assert why in body_of(answer, 400)["detail"]


async def test_broken_json_is_told_with_its_place(small: SmallOffice) -> None:
    async with small.client("van-thu") as client:
        headers = {"Content-Type": "application/json"}
        answer = await client.post("/notes", content=b'{"a": }', headers=headers)
    assert body_of(answer, 422)["errors"] == [
        {"field": "body", "message": "không phải JSON đúng, gần ký tự thứ 7"}
    ]


async def test_an_address_that_is_none_is_a_problem_too(small: SmallOffice) -> None:
    assert body_of(await get(small, "/no-such-thing"), 404)["code"] == "http_404"


async def test_a_way_of_asking_that_is_none_names_the_lawful_ones(small: SmallOffice) -> None:
    answer = await get(small, "/notes")
    assert body_of(answer, 405)["code"] == "http_405"
    assert answer.headers["allow"] == "POST"


def assert_away(answer: httpx.Response) -> None:
    said = body_of(answer, 503)
    assert (said["code"], said["detail"]) == ("away", AWAY_IN_READING)
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("statement", ["terminate", "slow"])
async def test_a_database_that_breaks_off_is_away_for_a_while(
    small: SmallOffice, statement: str
) -> None:
    assert_away(await get(small, f"/database/{statement}"))


async def test_a_lock_that_another_holds_too_long_passes_too(small: SmallOffice) -> None:
    async with small.database.work() as other:
        await other.db.execute(sa.text("select pg_advisory_xact_lock(1)"))
        assert_away(await get(small, "/database/locked"))


async def test_a_database_where_nobody_listens_is_away(small: SmallOffice) -> None:
    away = small.elsewhere(database_url="postgresql+asyncpg://x:x@127.0.0.1:1/x")
    assert_away(await get(away, "/database/wrong"))


async def test_a_database_that_lets_nobody_in_is_away(small: SmallOffice) -> None:
    closed = small.elsewhere(database_url=f"{small.settings.database_url}-not-there")
    assert_away(await get(closed, "/database/wrong"))
    await closed.close()


async def test_a_database_whose_socket_is_not_there_is_away(small: SmallOffice) -> None:
    closed = small.elsewhere(database_url="postgresql+asyncpg://x:x@/x?host=/no/such/folder")
    assert_away(await get(closed, "/database/wrong"))


@pytest.mark.parametrize("kind", [FileNotFoundError, PermissionError, IsADirectoryError])
async def test_a_file_that_can_not_be_read_is_no_absence_that_passes(
    small: SmallOffice, kind: type[OSError]
) -> None:
    assert body_of(await get(small, f"/files/{kind.__name__}"), 500)["code"] == "broken"


async def test_a_wrong_statement_is_a_bug_and_not_an_absence(small: SmallOffice) -> None:
    assert body_of(await get(small, "/database/wrong"), 500)["code"] == "broken"


async def test_an_issuer_that_is_away_is_no_wrong_token(small: SmallOffice) -> None:
    alone = small.elsewhere(oidc_issuer="http://127.0.0.1:1")
    async with alone.client("van-thu") as client:
        assert_away(await client.get("/me"))
        note = await client.post("/notes", json={"sentence": "Kính gửi"})
    assert body_of(note, 503)["detail"] == AWAY_IN_AN_ACT


async def test_readiness_tells_of_the_database_and_of_the_engine(small: SmallOffice) -> None:
    ready = await get(small, "/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "engine": "not used"})
    away = small.elsewhere(database_url="postgresql+asyncpg://x:x@127.0.0.1:1/x")
    unready = await get(away, "/readyz")
    assert (unready.status_code, unready.json()["database"]) == (503, "away")
    assert (await get(away, "/healthz")).status_code == 200
