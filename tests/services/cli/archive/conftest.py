"""One dispatch for all tests of the folder; making its two signatures is what takes time."""

import pytest

from services.cli.archive.signatures import Trusted
from services.cli.archive.taken import Taken
from shared.document.prepare import prepare
from tests.services.cli.archive.a_dispatch import Papers, make_lasting, make_papers, taken_of
from tests.shared.document.dispatch import AT, sample_paper
from tests.shared.document.lasting import Office
from tests.support.trust_server import TrustServer


@pytest.fixture(scope="session")
def papers() -> Papers:
    return make_papers()


@pytest.fixture(scope="session")
def taken(papers: Papers) -> Taken:
    return taken_of(papers)


@pytest.fixture(scope="session")
def lasting() -> tuple[Taken, Trusted]:
    """A dispatch whose annex was stamped again, and by what it is judged."""
    with TrustServer(AT).running() as trust:
        papers, annex = make_lasting(Office.of(trust, prepare(sample_paper())))
    return taken_of(papers, annex), papers.trusted
