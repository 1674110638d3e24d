"""The API describes itself: every operation in a sentence, every value by an example."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.services.distribution.records_desk import RecordsDesk

METHODS = {"get", "post"}


@pytest.fixture(scope="module")
async def api(desk: RecordsDesk) -> dict[str, Any]:
    async with desk.client() as anybody:
        described: dict[str, Any] = (await anybody.get("/openapi.json")).json()
    return described


def operations(api: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The records desk's own, by method and path."""
    found = {
        f"{method} {path}": said
        for path, methods in api["paths"].items()
        for method, said in methods.items()
        if method in METHODS and "records desk" in said.get("tags", ())
    }
    assert "get /desk" in found
    return found


def bodies(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Of the request and of the good answer."""
    for part in (said.get("requestBody"), said["responses"]["200"]):
        if part:
            yield from part["content"].values()


def named(api: dict[str, Any], schema: Any, seen: set[str]) -> None:
    """Add the names of all schemas that one leads to."""
    if isinstance(schema, dict):
        reference = schema.get("$ref", "").rpartition("/")[2]
        if reference and reference not in seen:
            seen.add(reference)
            named(api, api["components"]["schemas"][reference], seen)
        for part in schema.values():
            named(api, part, seen)
    elif isinstance(schema, list):
        for part in schema:
            named(api, part, seen)


def leads_on(schema: dict[str, Any]) -> bool:
    """Whether a property's examples are those of another schema."""
    inner = [schema.get("items", {}), schema, *schema.get("anyOf", ())]
    return any("$ref" in one for one in inner)


def has_example(schema: dict[str, Any]) -> bool:
    return any("examples" in one for one in (schema, *schema.get("anyOf", ())))


async def test_every_operation_says_in_a_sentence_what_it_does(api: dict[str, Any]) -> None:
    for name, said in operations(api).items():
        assert said["summary"], name
        assert said["description"].endswith("."), name


async def test_every_body_has_an_example_of_every_value(api: dict[str, Any]) -> None:
    seen: set[str] = set()
    for name, said in operations(api).items():
        for body in bodies(said):
            named(api, body, seen)
            assert "$ref" in str(body) or "example" in body, name
        for parameter in said.get("parameters", ()):
            known = parameter["in"] == "header" or has_example(parameter["schema"])
            assert known, (name, parameter["name"])
    assert {"RecordOut", "DeskOut", "MailboxOut", "RegisterOut", "VerificationOut"} <= seen
    for name in seen:
        for field, value in api["components"]["schemas"][name].get("properties", {}).items():
            assert has_example(value) or leads_on(value), (name, field)


async def test_lists_come_within_objects_that_can_grow(api: dict[str, Any]) -> None:
    for name, said in operations(api).items():
        schema = said["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        assert schema.get("type") != "array", name


async def test_the_register_says_that_it_has_no_pages(api: dict[str, Any]) -> None:
    assert "without pages" in operations(api)["get /register"]["description"]


async def test_every_code_of_a_verdict_is_described(api: dict[str, Any]) -> None:
    codes = api["components"]["schemas"]["ProblemOut"]["properties"]["code"]["description"]
    for code in ("not_the_issued_file", "unsigned", "not_registered", "unreadable"):
        assert code in codes
