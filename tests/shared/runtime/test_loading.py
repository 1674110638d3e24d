"""While a process loads what it is made of, nobody looks for garbage."""

import gc

import pytest

from shared.runtime.loading import loading


def test_the_collector_rests_while_modules_are_loaded_and_works_again_afterwards() -> None:
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_works_again_after_modules_that_cannot_be_loaded() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError("there is no such module")
    assert gc.isenabled()
