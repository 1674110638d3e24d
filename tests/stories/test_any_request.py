"""Whatever the three descriptions of the services allow, and more, is answered as they say.

The requests are made of the descriptions: of their examples, of what their shapes allow and
forbid, and in chains, where an answer names what the next request asks for. The ordinary run makes
a few, always the same; `--thorough` many for each route.
"""

import asyncio
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.local.tokens import token_for
from tests.stories.conftest import Town

FEW, MANY = 1, 60
"""Requests for each route, and chains."""
PEOPLE = {"drafting": "xa-soan-thao", "approval": "xa-truong", "distribution": "xa-van-thu"}
"""Who asks: somebody who may, of the agency that no other story of this stack writes for."""
ACCEPTED = {"drafting": 10, "approval": 14, "distribution": 21}
"""How many of the requests are taken at least: a service that refuses all is no proof."""
IN_CHAINS = {"drafting": 3, "approval": 4, "distribution": 5}
"""How many of those in chains."""
UNKNOWN = 401
AS_DESCRIBED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUIETLY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer("application/pdf", "text/csv")
def as_it_is(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def ask_each(schema: BaseSchema, headers: dict[str, str], times: int) -> Counter[int]:
    """Ask every route for itself; how often which status was answered."""
    answered: Counter[int] = Counter()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found

        @settings(QUIETLY, max_examples=times)
        @given(found.ok().as_strategy())
        def ask(case: Any) -> None:
            response = case.call(headers=headers)
            answered[response.status_code] += 1
            case.validate_response(response, checks=AS_DESCRIBED)

        ask()
    return answered


def ask_in_chains(schema: BaseSchema, headers: dict[str, str], times: int) -> Counter[int]:
    answered: Counter[int] = Counter()

    class Chain(schema.as_state_machine()):  # type: ignore[misc]  # made of the description
        def get_call_kwargs(self, _case: Any) -> dict[str, Any]:
            return {"headers": headers}

        def validate_response(self, response: Response, case: Any, **_more: Any) -> None:
            answered[response.status_code] += 1
            case.validate_response(response, checks=AS_DESCRIBED)

    chains = settings(QUIETLY, max_examples=times, stateful_step_count=8)
    run_state_machine_as_test(Chain, settings=chains)
    return answered


def accepted(answered: Counter[int]) -> int:
    return sum(times for status, times in answered.items() if 200 <= status < 300)


@pytest.mark.parametrize("service", PEOPLE)
async def test_any_request_is_answered_as_described(
    town: Town, service: str, thorough: bool
) -> None:
    address = f"{town.addresses.services[service]}/openapi.json"
    headers = {"Authorization": f"Bearer {token_for(PEOPLE[service], town.settings)}"}
    schema = schemathesis.openapi.from_url(address)
    schema.config.generation.update(with_security_parameters=False)  # else it leaves tokens out
    times = MANY if thorough else FEW
    each = await asyncio.to_thread(ask_each, schema, headers, times)
    chained = await asyncio.to_thread(ask_in_chains, schema, headers, times)
    assert each.total() > 30
    assert chained.total() > 7
    assert accepted(each + chained) >= ACCEPTED[service]
    assert accepted(chained) >= IN_CHAINS[service]
    assert not (each + chained)[UNKNOWN], "the account that asks is signed in"
