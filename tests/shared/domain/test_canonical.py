"""One way to write JSON that is hashed."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.canonical import canonical, sha256

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=10,
)
OBJECTS = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=4)


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert canonical({"b": [1, None], "a": True}) == b'{"a":true,"b":[1,null]}'


def test_vietnamese_letters_stand_as_they_are_given() -> None:
    assert canonical({"tên": "Lạng Sơn"}) == '{"tên":"Lạng Sơn"}'.encode()
    taken_apart = unicodedata.normalize("NFD", "Lạng")
    assert canonical({"a": "Lạng"}) != canonical({"a": taken_apart})


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical({"a": float("nan")})


def test_the_hash_is_that_of_the_standard() -> None:
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(OBJECTS)
def test_what_is_written_reads_back(value: dict[str, object]) -> None:
    assert json.loads(canonical(value)) == value


@given(OBJECTS)
def test_the_order_of_keys_changes_nothing(value: dict[str, object]) -> None:
    assert canonical(dict(reversed(list(value.items())))) == canonical(value)
