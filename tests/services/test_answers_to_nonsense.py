"""Nonsense at every route of every service is answered in Vietnamese, place by place."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import cycle
from typing import Any

import pytest

from tests.support.office import ADMINISTRATOR, LANG_SON, Office, content_of
from tests.support.refusals import assert_told

SERVICES = ("drafting", "approval", "distribution")
PEOPLE = ("chuyen-vien-qlvh", ADMINISTRATOR)
"""Who asks, and who is asked in his place where he may not."""
FORBIDDEN = 403
VALUES: tuple[Any, ...] = (
    None,
    5,
    -1.5,
    True,
    "",
    "x",
    [],
    [5],
    {},
    {"x": 1},
)
"""Of the wrong kind; texts are for `tests/services/*/test_rights.py`."""
WORDS = {"task": "00000000-0000-4000-8000-000000000000", "case": "SVHTTDL-2026-000123"}
BROKEN = (b"", b"{", b"\xff", b'{"x": "\xff"}', b"[" * 5000, b"9" * 5000, b"NaN", b'{"\\ud800": 1}')
JSON = "application/json"
KINDS = (JSON, "multipart/form-data", "multipart/form-data; boundary=x", "x")
WRONG = ("x", "0", "-5", "9" * 40, "\u202e", "%00", "x" * 300)
Named = dict[str, str]
Operation = tuple[str, str, dict[str, Any]]


def operations(office: Office, service: str) -> Iterator[Operation]:
    for path, methods in office.description(service)["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def address(path: str, operation: dict[str, Any]) -> str:
    """The path with parameters of the documented shape."""
    names = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"]
    return path.format_map({name: WORDS.get(name, "1") for name in names})


def bodies(
    office: Office, service: str, operation: dict[str, Any], *, thorough: bool
) -> Iterator[Any]:
    """Wrong values for the whole body and for each of its fields; one to who reads no JSON."""
    content = operation.get("requestBody", {}).get("content", {})
    yield from VALUES if JSON in content else VALUES[:1]
    schema = content.get(JSON, {}).get("schema", {})
    schemas = office.description(service)["components"]["schemas"]
    for option in (schema, *schema.get("anyOf", ())):
        name = option.get("$ref", "").rpartition("/")[2]
        fields = schemas.get(name, {}).get("properties", {})
        yield from wrong_together(fields)
        yield from wrong_alone(fields) if thorough else ()


def wrong_together(fields: Collection[str]) -> Iterator[dict[str, Any]]:
    """Each wrong value in each field once, with other values in the others."""
    for turn in range(len(VALUES)) if fields else ():
        yield dict(zip(fields, cycle((*VALUES[turn:], *VALUES[:turn])), strict=False))


def wrong_alone(fields: Iterable[str]) -> Iterator[dict[str, Any]]:
    return ({field: value} for field in fields for value in VALUES)


def broken(operation: dict[str, Any], turn: int) -> Iterator[tuple[str, bytes]]:
    """Everything, called what the route reads; called something else one thing, each in turn."""
    read = operation.get("requestBody", {}).get("content", {})
    for kind in KINDS:
        known = kind.partition(";")[0] in read
        contents = BROKEN if known else (BROKEN[turn % len(BROKEN)],)
        yield from ((kind, content) for content in contents)


def wrong_parameters(path: str, operation: dict[str, Any]) -> Iterator[tuple[str, Named, Named]]:
    """Each wrong word in the whole address, then in the query with a key that is too long."""
    names = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    key = {"Idempotency-Key": "k" * 200}
    words = WRONG if names or "{" in path else WRONG[:1]
    for word in words:
        yield re.sub(r"\{\w+\}", word, path), dict.fromkeys(names, word), {}
    for word in words if names else WRONG[:1]:
        yield address(path, operation), dict.fromkeys(names, word), key


@pytest.fixture(scope="module")
async def staffed(office: Office) -> Office:
    for service in SERVICES:
        await office.load(service, content_of(LANG_SON))
    return office


@pytest.mark.parametrize("service", SERVICES)
async def test_wrong_bodies_are_told_in_vietnamese(
    staffed: Office, service: str, thorough: bool
) -> None:
    asked = 0
    drafting, administering = (staffed.client(service, one) for one in PEOPLE)
    async with drafting as drafter, administering as administrator:
        for method, path, operation in operations(staffed, service):
            if method not in {"post", "put"}:
                continue
            for body in bodies(staffed, service, operation, thorough=thorough):
                where = address(path, operation)
                told = await drafter.request(method, where, json=body)
                assert_told(told)
                if told.status_code == FORBIDDEN:
                    assert_told(await administrator.request(method, where, json=body))
                asked += 1
    assert asked > 50


@pytest.mark.parametrize("service", SERVICES)
async def test_bodies_that_are_no_json_are_told_in_vietnamese(
    staffed: Office, service: str
) -> None:
    async with staffed.client(service, ADMINISTRATOR) as client:
        for turn, (method, path, operation) in enumerate(operations(staffed, service)):
            for kind, content in broken(operation, turn) if method != "get" else ():
                headers = {"Content-Type": kind}
                where = address(path, operation)
                told = await client.request(method, where, content=content, headers=headers)
                assert_told(told)


@pytest.mark.parametrize("service", SERVICES)
async def test_wrong_parameters_are_told_in_vietnamese(staffed: Office, service: str) -> None:
    async with staffed.client(service, "chuyen-vien-qlvh") as client:
        for method, path, operation in operations(staffed, service):
            for where, query, headers in wrong_parameters(path, operation):
                told = await client.request(method, where, params=query, headers=headers)
                if "/readyz" not in path:
                    assert_told(told)


async def test_a_wrong_case_code_is_told_with_an_example(staffed: Office) -> None:
    for service in ("drafting", "approval"):
        async with staffed.client(service, "chuyen-vien-qlvh") as client:
            answer = await client.get("/dispatches/ho-so-1")
        assert answer.json()["errors"] == [
            {"field": "case", "message": "mã hồ sơ có dạng SVHTTDL-2026-000123"}
        ]


async def test_a_text_with_a_byte_order_mark_before_it_is_read(staffed: Office) -> None:
    text = "\ufeffV/v thử\n\nKính gửi: Các phòng chuyên môn.\n\nSở yêu cầu thực hiện./."
    async with staffed.client("drafting", "chuyen-vien-qlvh") as client:
        read = await client.post("/drafts/from-text", json={"text": text})
        inside = await client.post("/drafts/from-text", json={"text": f"Sở{text}"})
    assert read.status_code == 201, read.text
    assert "\ufeff" not in read.text
    assert inside.json()["errors"][0]["message"].startswith("có ký tự ẩn U+FEFF ở vị trí 3")
