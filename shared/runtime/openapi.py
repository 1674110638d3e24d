"""What the API's description says of refusals: the same for every operation of every service."""

from collections.abc import Container
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE: Final = "application/problem+json"
ACT_KEY: Final = "Idempotency-Key"


class FieldProblem(BaseModel):
    field: str = Field(examples=["recipients[1]"])
    message: str = Field(description="Vietnamese, for people", examples=["không được để trống"])


class ProblemOut(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(examples=["urn:congvan:problem:already_decided"])
    title: str = Field(description="English", examples=["Not possible now"])
    status: int = Field(examples=[409])
    code: str = Field(description="Stable, for machines", examples=["already_decided"])
    detail: str = Field(
        description="Vietnamese, for people: what is wrong and what to do",
        examples=["Chánh Văn phòng đã duyệt lúc 14:05 ngày 24/11/2026; việc này không còn chờ."],
    )
    instance: str | None = Field(
        default=None, examples=["urn:congvan:request:5b6c3f0c9f4e4b7ab1a9c1f4f0c6d2aa"]
    )
    errors: list[FieldProblem] | None = Field(default=None, description="Each wrong field")


_WHEN: Final = {
    400: "The body is no text or form that can be read",
    401: "No bearer token, or none that can be believed",
    403: "The act belongs to somebody else",
    404: "There is no such thing for the caller's agency",
    408: "The body did not come in time",
    409: "Lawful, but not in the state that the thing is in; says who did what and when",
    412: "What the caller saw is no longer what stands",
    413: "More than may be sent",
    422: "What was sent breaks a rule; nothing of it was kept",
    429: "Asked too often without an account; try again after `Retry-After` seconds",
    503: "Something is away for now; after `Retry-After` seconds the same again, which the same "
    "`Idempotency-Key` keeps from being recorded twice",
}

PROBLEMS: Final[dict[str, dict[str, Any]]] = {
    str(status): {
        "description": when,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, when in _WHEN.items()
}


def complete(description: dict[str, Any], *, complete_already: Container[str]) -> dict[str, Any]:
    """The API's description with the refusals that each operation may answer with.

    Those at the paths `complete_already` say it all themselves. Reads take no act's key.
    """
    for path, methods in description["paths"].items():
        if reading := methods.get("get"):
            kept = [one for one in reading.get("parameters", []) if one["name"] != ACT_KEY]
            reading["parameters"] = kept
        for operation in methods.values() if path not in complete_already else ():
            operation["responses"] |= PROBLEMS
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)  # FastAPI's own refusals, which no service gives
    schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema
    return description
