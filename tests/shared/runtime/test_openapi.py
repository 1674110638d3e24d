"""The API's description says what clients need: refusals, examples, and what each call is for."""

from typing import Any

import pytest

from tests.support.office import Office

SERVICES = ["drafting", "approval", "distribution"]
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def described(office: Office, service: str) -> dict[str, Any]:
    return office.description(service)


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if path not in {"/healthz", "/readyz"}
    ]


@pytest.mark.parametrize("service", SERVICES)
async def test_every_operation_documents_its_refusals_as_problem_details(
    office: Office, service: str
) -> None:
    description = described(office, service)
    assert "HTTPValidationError" not in str(description["paths"])
    for method, path, operation in operations(description):
        for status in ("401", "403", "404", "409", "412", "413", "422", "503"):
            answer = operation["responses"][status]["content"]["application/problem+json"]
            assert answer["schema"] == PROBLEM, (method, path, status)
    assert description["components"]["schemas"]["Problem"]["properties"]["detail"]["examples"]


def shows_itself(field: dict[str, Any]) -> bool:
    """Whether a field says by an example, or by its very type, what stands in it."""
    if {"$ref", "examples", "enum", "const"} & field.keys():
        return True
    if field.get("type") in {"boolean", "null"} or "contentMediaType" in field:
        return True
    parts = (
        field.get("anyOf") or field.get("allOf") or ([field["items"]] if "items" in field else [])
    )
    return bool(parts) and all(map(shows_itself, parts))


@pytest.mark.parametrize("service", SERVICES)
async def test_every_operation_says_for_whom_it_is_and_what_it_refuses(
    office: Office, service: str
) -> None:
    for method, path, operation in operations(described(office, service)):
        assert operation.get("description"), (method, path)
        assert operation["description"] != operation["summary"], (method, path)


@pytest.mark.parametrize("service", SERVICES)
async def test_every_field_has_an_example(office: Office, service: str) -> None:
    schemas = described(office, service)["components"]["schemas"]
    bare = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        if "examples" not in schema
        for field, described_ in schema.get("properties", {}).items()
        if not shows_itself(described_)
    ]
    assert bare == []


@pytest.mark.parametrize("service", SERVICES)
async def test_only_acts_take_an_idempotency_key(office: Office, service: str) -> None:
    for method, path, operation in operations(described(office, service)):
        names = [parameter["name"] for parameter in operation.get("parameters", [])]
        if method == "get" or path.startswith(("/organisations", "/engine")):
            continue
        if path in {"/verify", "/public/check"}:  # questions, with a file
            continue
        assert "Idempotency-Key" in names, (method, path)
    for method, path, operation in operations(described(office, service)):
        names = [parameter["name"] for parameter in operation.get("parameters", [])]
        assert method != "get" or "Idempotency-Key" not in names, path


@pytest.mark.parametrize("service", SERVICES)
async def test_no_page_of_the_api_loads_code_from_elsewhere(office: Office, service: str) -> None:
    async with office.client(service) as client:
        for page in ("/docs", "/redoc"):
            assert (await client.get(page)).status_code == 404
