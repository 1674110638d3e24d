"""Frozen versions: read for ever, and never taken for what they are not."""

import json
from dataclasses import replace

import pytest

from shared.document.model import DispatchText, Letterhead
from shared.document.version import MODEL, FrozenForm, FrozenVersion, freeze, thaw

VERSION = FrozenVersion(
    case="SVHTTDL-2026-000001",
    round=1,
    agency="SVHTTDL",
    organisation="0" * 64,
    unit="VP",
    field="VP",
    drafter="chuyen-vien-vp",
    authors=("chuyen-vien-vp",),
    submitter="chuyen-vien-vp",
    signer="duong-minh-tue",
    letterhead=Letterhead(
        parent="UBND TỈNH LẠNG SƠN",
        issuer_lines=("Sở Văn hóa, Thể thao", "và Du lịch"),
        issuer="Sở Văn hóa, Thể thao và Du lịch",
        symbol="SVHTTDL-VP",
        place="Lạng Sơn",
    ),
    text=DispatchText(subject="về việc thử"),
)


def test_what_was_frozen_is_thawed_as_it_was() -> None:
    assert thaw(freeze(VERSION)) == VERSION


def test_a_version_says_by_which_rules_its_form_was_checked() -> None:
    checked = replace(VERSION, form=FrozenForm(rules="2020-03-05", settings={"one": "off"}))

    assert thaw(freeze(checked)) == checked
    assert b'"settings":{"one":"off"}' in freeze(checked)


def test_a_version_from_before_rules_had_a_day_keeps_its_hash() -> None:
    assert b"form" not in freeze(VERSION)


@pytest.mark.parametrize("model", [0, MODEL + 1, "1.5", None])
def test_a_version_of_a_model_that_is_not_known_is_not_guessed_at(model: object) -> None:
    with pytest.raises(ValueError, match="model"):
        thaw(json.dumps(json.loads(freeze(VERSION)) | {"model": model}).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[]"])
def test_what_is_no_frozen_version_is_a_wrong_value(data: bytes) -> None:
    with pytest.raises(ValueError, match="FrozenVersion"):
        thaw(data)
