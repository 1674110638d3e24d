"""One dispatch through the signing chain, once for all tests of the folder."""

import asyncio
from collections.abc import Iterator

import pytest

from shared.document.prepare import prepare
from shared.document.sign import fill_and_seal, sign_by_person
from shared.document.trial_marks import draw_trial_seal, draw_trial_signature
from tests.shared.document.dispatch import (
    AT,
    DATE_LINE,
    ISSUER,
    NUMBER_LINE,
    PARENT,
    SIGNER,
    Chain,
    Keys,
    make_keys,
    sample_paper,
)
from tests.shared.document.lasting import Office
from tests.support.trust_server import TrustServer


@pytest.fixture(scope="session")
def keys() -> Keys:
    return make_keys()


@pytest.fixture(scope="session")
def prepared() -> bytes:
    return prepare(sample_paper())


@pytest.fixture(scope="session")
def chain(prepared: bytes, keys: Keys) -> Chain:
    """The sample dispatch prepared, signed and sealed."""
    hand, seal = draw_trial_signature(SIGNER), draw_trial_seal(PARENT, ISSUER)
    signed = asyncio.run(sign_by_person(prepared, keys.person, hand, reason="Ký ban hành", at=AT))
    sealed = asyncio.run(
        fill_and_seal(
            signed, keys.agency, seal, number_line=NUMBER_LINE, date_line=DATE_LINE, at=AT
        )
    )
    return Chain(prepared, signed, sealed, seal, keys)


@pytest.fixture
def trust() -> Iterator[TrustServer]:
    """A certification authority whose servers run."""
    with TrustServer(AT).running() as trust:
        yield trust


@pytest.fixture
def office(trust: TrustServer, prepared: bytes) -> Office:
    return Office.of(trust, prepared)
