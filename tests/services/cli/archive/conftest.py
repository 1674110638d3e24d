"""One dispatch for all tests of the folder; making its two signatures is what takes time."""

import pytest

from services.cli.archive.taken import Taken
from tests.services.cli.archive.a_dispatch import Papers, make_papers, taken_of


@pytest.fixture(scope="session")
def papers() -> Papers:
    return make_papers()


@pytest.fixture(scope="session")
def taken(papers: Papers) -> Taken:
    return taken_of(papers)
