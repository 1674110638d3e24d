"""Each error that pydantic knows is told in Vietnamese, with its bounds."""

from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, Field, ValidationError
from pydantic_core.core_schema import ErrorType

from shared.runtime.sentences import (
    BOUNDED,
    PATH_LIMIT,
    PLAIN,
    faults_in,
    path_of,
    request_faults,
    sentence_of,
)

Error = dict[str, Any]


def error(kind: str, *location: int | str, **context: object) -> Error:
    return {"type": kind, "loc": location or ("body", "x"), "msg": "English", "ctx": context}


CASES: list[tuple[Error, str]] = [
    (error("missing"), "còn thiếu"),
    (error("extra_forbidden"), "không có trường này"),
    (error("string_too_long", max_length=200), "dài quá 200 ký tự"),
    (error("string_too_short", min_length=1), "không được để trống"),
    (error("string_too_short", min_length=3), "phải có ít nhất 3 ký tự"),
    (error("too_short", min_length=1), "không được để trống"),
    (error("too_short", min_length=2), "phải có ít nhất 2 mục"),
    (error("too_long", max_length=10), "có quá 10 mục"),
    (error("greater_than_equal", ge=1), "phải từ 1 trở lên"),
    (error("less_than_equal", le=100), "phải từ 100 trở xuống"),
    (error("enum", expected="'approve', 'return' or 'reject'"), "approve, return, reject"),
    (error("literal_error", expected="'thuong'"), "phải là một trong: thuong"),
    (error("string_pattern_mismatch", "path", "case", pattern="x"), "SVHTTDL-2026-000123"),
    (error("string_pattern_mismatch", "body", "version", pattern="x"), "không đúng dạng"),
    (error("json_invalid", "body", 6, error="Expecting value"), "gần ký tự thứ 7"),
    (error("value_error", error=ValueError("lý do còn trống")), "lý do còn trống"),
    (error("value_error", error=ValueError("Expected UploadFile, received: x")), "tệp"),
    (error("value_error", error=ValueError("bad thing")), "không đúng dạng"),
    (error("a_kind_of_a_later_release", limit=1), "không đúng dạng"),
]


@pytest.mark.parametrize(("told", "sentence"), CASES, ids=[case["type"] for case, _ in CASES])
def test_a_kind_of_error_has_its_sentence(told: Error, sentence: str) -> None:
    assert sentence in sentence_of(told)


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_no_kind_of_error_is_told_in_english(kind: str) -> None:
    """Over all kinds that the library has, also those that no schema makes today."""
    bounds = {"min_length": 1, "max_length": 2, "gt": 1, "ge": 1, "lt": 1, "le": 1}
    more = {"multiple_of": 2, "expected": "'a' or 'b'", "error": "English words"}
    assert not sentence_of(error(kind, **bounds, **more)).isascii()


@pytest.mark.parametrize("kind", [*PLAIN, *BOUNDED])
def test_no_kind_of_error_is_misspelt(kind: str) -> None:
    assert kind in get_args(ErrorType)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (("recipients", 1), "recipients[1]"),
        (("routes", 0, "steps", 2, "hours"), "routes[0].steps[2].hours"),
        ((), ""),
        (("a\x07\u202eb\ud800",), "ab"),
    ],
)
def test_paths_are_written_as_people_write_them(location: tuple[int | str, ...], path: str) -> None:
    assert path_of(location) == path


def test_a_senders_own_name_of_a_field_is_not_echoed_without_end() -> None:
    assert len(path_of(("x" * 100_000,))) == PATH_LIMIT


def test_the_part_of_the_request_is_named_only_where_it_is_the_whole_fault() -> None:
    errors = [
        error("missing", "body", "recipients", 1),
        error("missing", "body"),
        error("missing", "query", "limit"),
    ]
    assert list(request_faults(errors)) == ["recipients[1]", "body", "limit"]


def test_a_list_of_wrong_items_is_not_told_to_be_empty() -> None:
    class Asked(BaseModel):
        cases: Annotated[tuple[int, ...], Field(min_length=1)]

    def told(*cases: str) -> dict[str, str]:
        with pytest.raises(ValidationError) as refused:
            Asked.model_validate({"cases": cases})
        return faults_in(refused.value.errors())

    assert told("x") == {"cases[0]": "phải là một số nguyên"}
    assert told() == {"cases": "không được để trống"}


def test_the_first_fault_of_a_place_is_the_one_that_is_told() -> None:
    errors = [error("missing", "x"), error("extra_forbidden", "x")]
    assert faults_in(errors) == {"x": "còn thiếu"}
