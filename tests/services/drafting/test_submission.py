"""Submitting: what is frozen, and what is refused."""

import hashlib
from typing import Any

import httpx
import pytest

from shared.document.forms import FORMS
from shared.document.version import thaw
from shared.domain.chains import broken_at
from tests.services.drafting.desk import COMPLETE, SAMPLE, SEEN, Drafting


async def test_a_submission_freezes_the_text_under_its_hash(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    sent = await drafter.post(f"/drafts/{case}/submit", headers={"If-Match": '"1"'})
    assert sent.status_code == 200
    assert sent.json() | {"stage": "UNDER_REVIEW", "round": 1, "locked": True} == sent.json()
    digest = sent.json()["version"]
    assert digest in drafting.blobs()

    frozen = await drafter.get(f"/drafts/{case}/versions/1")
    assert hashlib.sha256(frozen.content).hexdigest() == digest
    version = thaw(frozen.content)
    assert (version.case, version.round, version.unit, version.field) == (
        case,
        1,
        "VP",
        "hanh-chinh",
    )
    assert (version.drafter, version.submitter) == ("chuyen-vien-vp", "chuyen-vien-vp")
    assert version.signer == "duong-minh-tue"
    assert version.letterhead.symbol == "SVHTTDL-VP"
    assert version.text.subject == COMPLETE["subject"]

    (fact,) = await drafting.rows("submissions", case)
    assert (fact["round"], fact["version"], fact["signer"]) == (1, digest, "duong-minh-tue")
    assert fact["handed_over_at"] is None
    last = (await drafting.rows("events", case))[-2]
    assert (last["act"], last["object"]) == ("submit", digest)


async def test_the_sample_can_be_submitted_as_it_is(drafter: httpx.AsyncClient) -> None:
    made = await drafter.post("/drafts/from-text", json={"text": SAMPLE.read_text()})
    case = made.json()["draft"]["case"]
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    frozen = (await drafter.get(f"/drafts/{case}/versions/1")).json()
    assert "place_differs" in {finding["code"] for finding in frozen["findings"]}
    assert frozen["form"] == {"rules": "2020-03-05", "settings": {}, "acknowledged": []}


async def test_a_decision_is_drafted_with_its_own_parts_and_frozen_with_them(
    drafter: httpx.AsyncClient,
) -> None:
    annexes = [{"title": "Danh sách Tổ công tác", "paragraphs": ["1. Ông A."], "doc_type": ""}]
    parts = {
        "doc_type": "quyet_dinh",
        "authority": "GIÁM ĐỐC SỞ",
        "bases": ["Căn cứ Nghị định số 30/2020/NĐ-CP"],
        "circulation": "luu_hanh_noi_bo",
        "contact": "Số 1, đường A",
        "annexes": annexes,
        "recipients": ["Như Điều 1"],
        "paragraphs": ["Điều 1. Các phòng chuyên môn thi hành Quyết định này."],
    }
    made = await drafter.post("/drafts", json=COMPLETE | parts)
    case = made.json()["case"]
    assert made.json() | parts == made.json()
    assert (await drafter.get(f"/drafts/{case}/preview")).status_code == 200
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200

    frozen = (await drafter.get(f"/drafts/{case}/versions/1")).json()
    assert frozen["letterhead"]["symbol"] == "QĐ-SVHTTDL"
    assert frozen["text"] | parts == frozen["text"]


@pytest.mark.parametrize("doc_type", ["bien_ban", "thu_cong"])
async def test_what_is_not_issued_here_is_drafted_and_not_submitted(
    drafter: httpx.AsyncClient, doc_type: str
) -> None:
    made = await drafter.post("/drafts", json=COMPLETE | {"doc_type": doc_type})
    case = made.json()["case"]
    assert (await drafter.get(f"/drafts/{case}/preview")).status_code == 200
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (422, "type_not_issued")
    assert refused.json()["detail"] == FORMS[doc_type].not_issued


async def test_a_type_that_no_decree_knows_is_refused(drafter: httpx.AsyncClient) -> None:
    refused = await drafter.post("/drafts", json=COMPLETE | {"doc_type": "thong_tu"})
    assert (refused.status_code, refused.json()["code"]) == (422, "other_document_type")


async def test_where_the_office_does_not_decide_an_error_of_form_must_be_corrected_first(
    drafting: Drafting,
) -> None:
    drafter = await drafting.person("xa-soan-thao")
    text = {
        "place": "Hà Nội",
        "subject": "họp giao ban",
        "addressees": ["Các bộ phận"],
        "paragraphs": ["Đề nghị các bộ phận dự họp./."],
        "recipients": ["Như trên"],
        "file_copy": "VT, VPX",
        "signature_lines": ["TRƯỞNG VĂN PHÒNG"],
        "signer_name": "Trưởng Văn phòng xã",
    }
    case = (await drafter.post("/drafts", json=text)).json()["case"]

    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (422, "form_errors")
    assert [error["field"] for error in refused.json()["errors"]] == ["place"]

    named = {"findings": ["place_differs"]}
    why = {"reason": "Họp tại trụ sở ở Hà Nội."}
    await drafter.post(f"/drafts/{case}/acknowledgements", json=named | why, headers=SEEN)
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert refused.json()["code"] == "form_errors", "an acknowledged error is an error"

    await drafter.post(f"/drafts/{case}/corrections", json=named, headers=SEEN)
    sent = await drafter.post(f"/drafts/{case}/submit", headers={"If-Match": '"3"'})
    assert sent.status_code == 200, sent.text


async def test_an_incomplete_draft_is_refused_naming_every_field(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    case = (await drafter.post("/drafts", json={})).json()["case"]
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
    assert {error["field"] for error in refused.json()["errors"]} == {
        "subject",
        "addressees",
        "paragraphs",
        "recipients",
        "file_copy",
        "signature_lines",
        "signer_name",
    }
    assert await drafting.rows("submissions", case) == []


async def test_a_letter_that_the_paper_can_not_show_is_refused_before_anybody_reviews_it(
    drafter: httpx.AsyncClient,
) -> None:
    wanted = COMPLETE | {"paragraphs": ["Họp lúc 8 giờ 😀"]}
    case = (await drafter.post("/drafts", json=wanted)).json()["case"]
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (422, "letter_without_glyph")
    assert [error["field"] for error in refused.json()["errors"]] == ["paragraphs[0]"]


async def test_recipients_that_match_nothing_are_named(drafter: httpx.AsyncClient) -> None:
    wrong = {
        "addressees": ["Các phòng chuyên môn", "Sở Không Có"],
        "recipients": ["Như trên", "Chánh Văn phòng", "Bảo tàng tỉnh", "Ai đó"],
    }
    case = (await drafter.post("/drafts", json=COMPLETE | wrong)).json()["case"]
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    fields = {error["field"] for error in refused.json()["errors"]}
    assert fields == {"addressees[1]", "recipients[3]"}
    assert "Sở Không Có" in refused.json()["detail"]


async def test_a_field_that_the_agency_has_not_is_refused_naming_the_field(
    drafter: httpx.AsyncClient, case: str
) -> None:
    unknown = COMPLETE | {"field": "y-te"}
    for refused in (
        await drafter.post("/drafts", json=unknown),
        await drafter.put(f"/drafts/{case}", json=unknown, headers=SEEN),
    ):
        assert (refused.status_code, refused.json()["code"]) == (422, "field_unknown")
        assert [error["field"] for error in refused.json()["errors"]] == ["field"]


async def test_the_deputy_of_another_field_cannot_be_named(drafter: httpx.AsyncClient) -> None:
    wanted = COMPLETE | {"field": "du-lich", "signer": "duong-minh-tue"}
    case = (await drafter.post("/drafts", json=wanted)).json()["case"]
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (403, "other_field")


@pytest.mark.parametrize(
    ("fields", "status", "where"),
    [
        ({"signer_name": "Nguyễn Văn Không Có"}, 422, "signer_name"),
        ({"signer_name": "Chánh Văn phòng"}, 422, "signer_name"),
        ({"signer": "khong-co"}, 422, "signer"),
        ({"signer": "giam-doc"}, 422, "signer_name"),
        ({"signer": "chanh-van-phong", "signer_name": ""}, 403, None),
    ],
)
async def test_only_who_may_sign_can_be_named(
    drafter: httpx.AsyncClient, fields: dict[str, Any], status: int, where: str | None
) -> None:
    case = (await drafter.post("/drafts", json=COMPLETE | fields)).json()["case"]
    refused = await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    assert refused.status_code == status
    named = [error["field"] for error in refused.json().get("errors", [])]
    assert named == ([where] if where else [])


async def test_the_drafter_can_choose_the_signer_by_account(drafter: httpx.AsyncClient) -> None:
    chosen = {"signer": "giam-doc", "signer_name": "", "signature_lines": ["GIÁM ĐỐC"]}
    case = (await drafter.post("/drafts", json=COMPLETE | chosen)).json()["case"]
    assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    assert (await drafter.get(f"/drafts/{case}/versions/1")).json()["signer"] == "giam-doc"


@pytest.mark.parametrize("account", ["chanh-van-phong", "pho-chanh-van-phong"])
async def test_who_is_needed_to_check_does_not_submit(
    drafting: Drafting, case: str, account: str
) -> None:
    checker = await drafting.person(account)
    refused = await checker.post(f"/drafts/{case}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (422, "no_checker")


async def test_a_colleague_of_the_unit_submits_and_both_are_recorded(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    colleague = await drafting.person("van-thu")
    assert (await colleague.post(f"/drafts/{case}/submit", headers=SEEN)).status_code == 200
    frozen = (await drafter.get(f"/drafts/{case}/versions/1")).json()
    assert (frozen["drafter"], frozen["submitter"]) == ("chuyen-vien-vp", "van-thu")


async def test_a_locked_draft_cannot_be_changed_or_submitted(
    drafter: httpx.AsyncClient, submitted: str
) -> None:
    again = await drafter.post(f"/drafts/{submitted}/submit", headers=SEEN)
    change = await drafter.put(f"/drafts/{submitted}", json=COMPLETE, headers={"If-Match": '"2"'})
    correct = await drafter.post(
        f"/drafts/{submitted}/corrections", json={"findings": ["x"]}, headers={"If-Match": '"2"'}
    )
    for refused in (again, change, correct):
        assert (refused.status_code, refused.json()["code"]) == (409, "under_review")
        assert "Chuyên viên Văn phòng đã trình văn bản này (lần 1)" in refused.json()["detail"]


async def test_a_submission_of_what_was_not_seen_is_refused(
    drafter: httpx.AsyncClient, case: str
) -> None:
    stale = await drafter.post(f"/drafts/{case}/submit", headers={"If-Match": '"4"'})
    assert stale.status_code == 412


async def test_a_submission_says_which_text_it_saw(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    blind = await drafter.post(f"/drafts/{case}/submit")
    assert (blind.status_code, blind.json()["code"]) == (422, "if_match_missing")
    assert await drafting.rows("submissions", case) == []


async def test_a_returned_draft_can_be_submitted_again(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafting.reopen(submitted, 1)
    seen = await drafter.get(f"/drafts/{submitted}")
    assert seen.json() | {"stage": "RETURNED", "round": 2, "locked": False} == seen.json()
    changed = await drafter.put(
        f"/drafts/{submitted}",
        json=COMPLETE | {"subject": "bản sửa"},
        headers={"If-Match": seen.headers["etag"]},
    )
    assert changed.status_code == 200
    again = await drafter.post(f"/drafts/{submitted}/submit", headers=SEEN)
    assert again.json() | {"stage": "UNDER_REVIEW", "round": 2} == again.json()
    first, second = [
        (await drafter.get(f"/drafts/{submitted}/versions/{n}")).json() for n in (1, 2)
    ]
    assert first["text"]["subject"] == COMPLETE["subject"]
    assert second["text"]["subject"] == "bản sửa"


async def test_the_part_tells_stage_findings_and_an_unbroken_history(
    drafting: Drafting, submitted: str
) -> None:
    reviewer = await drafting.person("chanh-van-phong")
    part = (await reviewer.get(f"/dispatches/{submitted}")).json()
    assert (part["owner"], part["round"], part["stage"]) == ("drafting", 1, "UNDER_REVIEW")
    assert part["submitter"] == "chuyen-vien-vp"
    assert [event["act"] for event in part["history"]] == ["create_draft", "submit"]
    assert part["findings"] == []
    assert broken_at(await drafting.rows("events", submitted)) is None


async def test_unknown_rounds_and_cases_are_not_found(
    drafter: httpx.AsyncClient, submitted: str
) -> None:
    assert (await drafter.get(f"/drafts/{submitted}/versions/2")).status_code == 404
    for path in ("/drafts/SVHTTDL-2026-999999", "/dispatches/SVHTTDL-2026-999999"):
        assert (await drafter.get(path)).status_code == 404


async def test_the_summary_names_the_case_and_its_subject_shortly(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    case = (await drafter.post("/drafts", json={"subject": "về " + "dài " * 100})).json()["case"]
    summary = await drafting.subject_of(case)
    assert summary.startswith(f"Công văn {case}: về dài dài")
    assert len(summary) <= len(f"Công văn {case}: ") + 120
