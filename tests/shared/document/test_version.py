"""Frozen versions: read for ever, and never taken for what they are not."""

import json
from dataclasses import replace

import pytest

from shared.document.model import (
    OPTIONAL,
    AcknowledgedFinding,
    AnnexText,
    DispatchText,
    Finding,
    Letterhead,
    text_content,
)
from shared.document.version import MODEL, FrozenForm, FrozenVersion, freeze, thaw
from shared.domain.canonical import sha256
from shared.domain.circulation import Circulation

HASH_OF_THE_FIRST_RELEASE = "d710924d19a11e290645b2d1b8d1ad6ac89e3f667aaf493fa156762195e8407e"
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


def test_a_version_says_which_findings_were_acknowledged_and_older_ones_say_of_none() -> None:
    finding = Finding(code="one", severity="info", field="place", message="Xem lại.", rule="ND30")
    said = AcknowledgedFinding(
        code="one",
        field="place",
        found=None,
        reason="Đúng.",
        account="a",
        at="2026-11-23T02:00:00Z",
    )
    form = FrozenForm(rules="2020-03-05", acknowledged=(said,))
    version = replace(VERSION, findings=(finding,), form=form)

    assert thaw(freeze(version)).acknowledged(finding) == said
    assert version.acknowledged(replace(finding, found="Lang Son")) is None
    assert VERSION.acknowledged(finding) is None
    older = json.loads(freeze(version))
    del older["form"]["acknowledged"]
    assert thaw(json.dumps(older).encode()).acknowledged(finding) is None


def test_a_version_from_before_rules_had_a_day_keeps_its_hash() -> None:
    assert b"form" not in freeze(VERSION)


def test_a_text_from_before_all_types_were_drafted_keeps_its_hash() -> None:
    assert sha256(freeze(VERSION)) == HASH_OF_THE_FIRST_RELEASE


def test_the_parts_of_other_types_are_frozen_and_thawed() -> None:
    text = DispatchText(
        doc_type="quyet_dinh",
        authority="GIÁM ĐỐC SỞ",
        bases=("Căn cứ Nghị định số 30/2020/NĐ-CP",),
        circulation=Circulation.INTERNAL,
        contact="Địa chỉ",
        cosigner_lines=("THƯ KÝ",),
        cosigner_name="A",
        annexes=(AnnexText(title="Danh sách", paragraphs=("Một",)),),
    )
    decision = replace(VERSION, text=text)

    assert thaw(freeze(decision)) == decision
    assert set(text_content(text)) == set(DispatchText.__dataclass_fields__)
    assert set(text_content(VERSION.text)) == set(text_content(text)) - set(OPTIONAL)


@pytest.mark.parametrize("model", [0, MODEL + 1, "1.5", None])
def test_a_version_of_a_model_that_is_not_known_is_not_guessed_at(model: object) -> None:
    with pytest.raises(ValueError, match="model"):
        thaw(json.dumps(json.loads(freeze(VERSION)) | {"model": model}).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[]"])
def test_what_is_no_frozen_version_is_a_wrong_value(data: bytes) -> None:
    with pytest.raises(ValueError, match="FrozenVersion"):
        thaw(data)
