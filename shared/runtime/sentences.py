"""What pydantic finds wrong, each fault as a field's path and a Vietnamese sentence."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from shared.runtime.text import is_hidden

PATH_LIMIT: Final = 200
"""Letters of a path that are shown: names of unknown fields are the sender's own."""
CASES: Final = frozenset({"case", "after"})
"""Parameters whose pattern is that of a case code."""

_QUOTED: Final = re.compile(r"'([^']*)'")

_NO_TEXT: Final = "phải là chữ"
_NO_LIST: Final = "phải là một danh sách"
_NO_GROUP: Final = "phải là một nhóm trường"
_NO_INT: Final = "phải là một số nguyên"
_NO_NUMBER: Final = "phải là một số"
_NO_BOOL: Final = "phải là true hoặc false"
_NO_DATE: Final = "phải là một ngày có thật, dạng 2026-11-24"
_NO_TIME: Final = "phải là giờ trong ngày, dạng 07:30"
_NO_INSTANT: Final = "phải là một thời điểm, dạng 2026-11-24T07:30:00+07:00"
_NO_UUID: Final = "phải là một mã dạng UUID, ví dụ 0f8fad5b-d9cb-469f-a165-70867728950e"
_NO_FILE: Final = "phải là một tệp"
_WRONG: Final = "không đúng dạng"

PLAIN: Final[Mapping[str, str]] = {
    "missing": "còn thiếu",
    "extra_forbidden": "không có trường này",
    "unexpected_keyword_argument": "không có trường này",
    "none_required": "phải để trống (null)",
    "string_type": _NO_TEXT,
    "string_unicode": "có chữ không mã hóa được",
    "list_type": _NO_LIST,
    "tuple_type": _NO_LIST,
    "set_type": _NO_LIST,
    "dict_type": _NO_GROUP,
    "mapping_type": _NO_GROUP,
    "model_type": _NO_GROUP,
    "model_attributes_type": _NO_GROUP,
    "dataclass_type": _NO_GROUP,
    "dataclass_exact_type": _NO_GROUP,
    "int_type": _NO_INT,
    "int_parsing": _NO_INT,
    "int_from_float": _NO_INT,
    "int_parsing_size": "là số quá lớn",
    "float_type": _NO_NUMBER,
    "float_parsing": _NO_NUMBER,
    "finite_number": "phải là một số hữu hạn",
    "bool_type": _NO_BOOL,
    "bool_parsing": _NO_BOOL,
    "uuid_type": _NO_UUID,
    "uuid_parsing": _NO_UUID,
    "uuid_version": _NO_UUID,
    "date_type": _NO_DATE,
    "date_parsing": _NO_DATE,
    "date_from_datetime_parsing": _NO_DATE,
    "date_from_datetime_inexact": _NO_DATE,
    "time_type": _NO_TIME,
    "time_parsing": _NO_TIME,
    "datetime_type": _NO_INSTANT,
    "datetime_parsing": _NO_INSTANT,
    "datetime_object_invalid": _NO_INSTANT,
    "datetime_from_date_parsing": _NO_INSTANT,
    "timezone_aware": "phải ghi múi giờ, ví dụ +07:00",
}

BOUNDED: Final[Mapping[str, str]] = {
    "string_too_long": "dài quá {max_length} ký tự",
    "too_long": "có quá {max_length} mục",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "phải từ {le} trở xuống",
    "multiple_of": "phải là bội của {multiple_of}",
}


def faults_in(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Pydantic's errors about a value, as path -> sentence; the first one of a path counts."""
    faults: dict[str, str] = {}
    for error in filter(_is_so, errors):
        faults.setdefault(path_of(error["loc"]), sentence_of(error))
    return faults


def request_faults(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """FastAPI's errors about a request, whose paths begin with the part of the request."""
    faults: dict[str, str] = {}
    for error in filter(_is_so, errors):
        part, *inner = error["loc"]
        broken = error["type"] == "json_invalid"  # its path ends with the place of the fault
        field = path_of([part] if broken or not inner else inner)
        faults.setdefault(field, sentence_of(error))
    return faults


def _is_so(error: Mapping[str, Any]) -> bool:
    """Of a tuple pydantic counts the right items alone; the wrong ones are told by themselves."""
    if error["type"] != "too_short":
        return True
    said, least = len(error["input"]), int(error["ctx"]["min_length"])
    return said < least


def path_of(location: Sequence[int | str]) -> str:
    """The path as people write it: "routes[0].steps[1].hours"; "" for the whole."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    shown = "".join(letter for letter in path if not is_hidden(letter))
    return shown.removeprefix(".")[:PATH_LIMIT]


def sentence_of(error: Mapping[str, Any]) -> str:
    """One error as a Vietnamese sentence; a kind that nobody knows here gets the general one."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind in PLAIN:
        return PLAIN[kind]
    if kind in BOUNDED:
        return BOUNDED[kind].format_map(context)
    tell = _TOLD.get(kind)
    return tell(error, context) if tell else _WRONG


def _too_short(error: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    least = context["min_length"]
    if least == 1:
        return "không được để trống"
    what = "ký tự" if error["type"] == "string_too_short" else "mục"
    return f"phải có ít nhất {least} {what}"


def _one_of(_error: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    return "phải là một trong: " + ", ".join(_QUOTED.findall(str(context["expected"])))


def _pattern(error: Mapping[str, Any], _context: Mapping[str, Any]) -> str:
    is_case = error["loc"][-1] in CASES
    return "mã hồ sơ có dạng SVHTTDL-2026-000123" if is_case else _WRONG


def _broken_json(error: Mapping[str, Any], _context: Mapping[str, Any]) -> str:
    last = error["loc"][-1]
    place = f", gần ký tự thứ {last + 1}" if isinstance(last, int) else ""
    return f"không phải JSON đúng{place}"


def _our_own(_error: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """Our validators speak Vietnamese; the libraries' do not."""
    said = str(context.get("error", ""))
    if "UploadFile" in said:
        return _NO_FILE
    return _WRONG if said.isascii() else said


_TOLD: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], str]]] = {
    "string_too_short": _too_short,
    "too_short": _too_short,
    "enum": _one_of,
    "literal_error": _one_of,
    "string_pattern_mismatch": _pattern,
    "json_invalid": _broken_json,
    "value_error": _our_own,
    "assertion_error": _our_own,
}


def unreadable_body(cause: BaseException | None) -> str:
    """Why a body could not even be taken apart, and what to do."""
    match cause:
        case UnicodeDecodeError():
            why = f"không phải văn bản UTF-8 đúng (sai từ byte thứ {cause.start + 1})"
        case RecursionError():
            why = "lồng nhau quá sâu"
        case ValueError():
            why = "không phải JSON đúng, có thể vì một số quá dài"
        case _:
            why = "không đọc được: sai dạng JSON hoặc sai dạng biểu mẫu gửi tệp"
    return f"Nội dung gửi lên {why}; hãy sửa rồi gửi lại."
