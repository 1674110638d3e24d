"""What people see: their desk, a task with its document and history, a dispatch's part."""

from dataclasses import replace
from io import BytesIO

import pikepdf

from shared.domain.canonical import sha256
from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    APPENDIX,
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    TEXT,
    Approval,
)
from tests.support.office import LANG_SON, content_of


async def test_my_desk_holds_what_i_may_decide_the_most_urgent_first(approval: Approval) -> None:
    calm = await approval.reach("content_check")
    urgent = await approval.reach("content_check", text=replace(TEXT, urgency=Urgency.URGENT))
    express = await approval.reach("content_check", text=replace(TEXT, urgency=Urgency.EXPRESS))
    mine = await approval.submit(submitter=HEAD_OF_OFFICE)
    await mine.open_in_vain()
    found = await approval.desk(HEAD_OF_OFFICE)
    cases = [task["case"] for task in found]
    order = [cases.index(one.case) for one in (express, urgent, calm)]
    assert order == sorted(order)
    assert mine.case not in cases
    (line,) = (task for task in found if task["case"] == express.case)
    assert {name: line[name] for name in ("kind", "unit", "urgency", "round", "overdue")} == {
        "kind": "content_check",
        "unit": "VP",
        "urgency": "hoa_toc",
        "round": 1,
        "overdue": False,
    }
    for other in (DRAFTER, FORM, DEPUTY, CLERK):
        theirs = await approval.desk(other)
        assert not {task["case"] for task in theirs} & set(cases)


async def test_who_is_appointed_later_finds_what_already_waits(at_rest: Approval) -> None:
    round_ = await at_rest.reach("content_check")
    content = content_of(LANG_SON)
    accounts = {account["id"]: account for account in content["accounts"]}
    head, clerk = accounts[HEAD_OF_OFFICE], accounts[CLERK]
    head["posts"], clerk["posts"] = clerk["posts"], head["posts"]
    assert round_.case not in {task["case"] for task in await at_rest.desk(CLERK)}
    await at_rest.office.load("approval", content)
    assert round_.case in {task["case"] for task in await at_rest.desk(CLERK)}


async def test_a_task_has_text_findings_attachments_and_what_to_name(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    person = await approval.person(HEAD_OF_OFFICE)
    seen = (await person.get(f"/tasks/{await round_.task()}")).json()
    assert (seen["version"], seen["mine"], seen["open"]) == (round_.version, True, True)
    assert seen["text"]["addressees"] == list(TEXT.addressees)
    assert seen["findings"][0]["replacement"] == "Lạng Sơn"
    assert seen["findings"][0]["acknowledged"]["reason"] == "Tên trong văn bản gốc."
    assert seen["form"] == {"rules": "2020-03-05", "settings": {"end_mark_missing": "off"}}
    assert seen["attachments"] == [
        {
            "number": 1,
            "name": "Phụ lục ý kiến.pdf",
            "kind": "supporting",
            "media_type": "application/pdf",
            "size": len(APPENDIX),
            "sha256": sha256(APPENDIX),
        }
    ]
    assert seen["prepared"] is None
    assert seen["holder"] == "Chánh Văn phòng"


async def test_an_attachment_is_handed_out_whole_and_the_view_recorded(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    person = await approval.person(HEAD_OF_OFFICE)
    answer = await person.get(f"/tasks/{await round_.task()}/attachments/1")
    assert answer.content == APPENDIX
    assert "filename*=UTF-8''Ph%E1%BB%A5%20l%E1%BB%A5c" in answer.headers["content-disposition"]
    last = (await approval.events(round_.case))[-1]
    assert (last["act"], last["account"], last["object"]) == (
        "view_attachment",
        HEAD_OF_OFFICE,
        sha256(APPENDIX),
    )
    missing = await person.get(f"/tasks/{await round_.task()}/attachments/2")
    assert missing.status_code == 404


async def test_reviewers_see_a_draft_and_signers_the_bytes_they_decide_on(
    approval: Approval,
) -> None:
    round_ = await approval.reach("office_review")
    reviewer, address = await approval.person(FORM), f"/tasks/{await round_.task()}/document"
    draft = await reviewer.get(address)
    assert draft.headers["content-type"] == "application/pdf"
    assert "etag" not in draft.headers
    with pikepdf.open(BytesIO(draft.content)) as pdf:
        assert "/AcroForm" not in pdf.Root
    await round_.approve(FORM)
    await round_.open_step()
    await round_.prepare()
    signer, address = await approval.person(DEPUTY), f"/tasks/{await round_.task()}/document"
    shown = await signer.get(address)
    prepared = await round_.prepared()
    assert (sha256(shown.content), shown.headers["etag"]) == (prepared, f'"{prepared}"')
    task = (await signer.get(address.removesuffix("/document"))).json()
    assert task["prepared"]["prepared"] == prepared
    assert (task["prepared"]["account"], task["prepared"]["ground"]) == (
        DEPUTY,
        "ND30 Đ.13.1, PL1 II.7.a",
    )
    views = [e for e in await approval.events(round_.case) if e["act"].startswith("view")]
    assert [(e["act"], e["account"], e["object"]) for e in views] == [
        ("view_document", FORM, round_.version),
        ("view_prepared", DEPUTY, prepared),
        ("view_task", DEPUTY, round_.version),
    ]


async def test_an_earlier_rounds_document_and_attachments_stay_readable(
    approval: Approval,
) -> None:
    first = await approval.reach("office_review")
    await first.decide(FORM, "return", comment="Sửa")
    second = await first.next_round(text=replace(TEXT, subject="triển khai chuyển đổi số"))
    await second.open_step()
    person, task = await approval.person(HEAD_OF_OFFICE), await second.task()
    old = await person.get(f"/tasks/{task}/document", params={"round": 1})
    assert old.content.startswith(b"%PDF")
    file = await person.get(f"/tasks/{task}/attachments/1", params={"round": 1})
    assert file.content == APPENDIX
    assert (await person.get(f"/tasks/{task}/rounds/1")).json()["text"]["subject"] == TEXT.subject
    assert (await person.get(f"/tasks/{task}/rounds/3")).status_code == 404


async def test_a_document_is_for_those_whom_it_concerns(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    address = f"/tasks/{await round_.task()}"
    for account in (DRAFTER, HEAD_OF_OFFICE, FORM, DEPUTY, HEAD):
        assert (await (await approval.person(account)).get(address)).status_code == 200
    for account in (CLERK, "truong-phong-qlvh", SECOND_DEPUTY):  # the deputy of other fields
        for path in ("", "/document", "/attachments/1", "/rounds/1"):
            refused = await (await approval.person(account)).get(address + path)
            assert (refused.status_code, refused.json()["code"]) == (403, "not_concerned")


async def test_a_dispatchs_part_says_who_holds_it_and_until_when(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    reader = await approval.person(DRAFTER)
    address = f"/dispatches/{round_.case}"
    part = (await reader.get(address)).json()
    assert (part["owner"], part["round"], part["stage"]) == ("approval", 1, "UNDER_REVIEW")
    assert (part["open"]["holder"], part["open"]["overdue"]) == ("Chánh Văn phòng", False)
    assert part["waiting"].startswith("Đang chờ Chánh Văn phòng kiểm tra nội dung từ ")
    assert ", hạn " in part["waiting"]
    await round_.approve(HEAD_OF_OFFICE)
    part = (await reader.get(address)).json()
    assert (part["stage"], part["open"]) == ("UNDER_REVIEW", None)
    assert part["waiting"] == "Bước tiếp theo đang được mở."


async def test_a_part_follows_the_round_to_its_signature(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    reader, address = await approval.person(DRAFTER), f"/dispatches/{round_.case}"
    part = (await reader.get(address)).json()
    assert part["open"]["holder"] == "Phó Giám đốc"
    await round_.decide_to_sign()
    part = (await reader.get(address)).json()
    assert (part["stage"], part["open"]["holder"]) == ("SIGNING", "Phó Giám đốc")
    assert part["waiting"].startswith("Đang chờ hệ thống ký bằng khóa của Dương Minh Tuệ từ ")
    await round_.sign()
    part = (await reader.get(address)).json()
    assert (part["stage"], part["open"]) == ("TO_ISSUE", None)
    assert part["rounds"][0]["signed_at"] is not None


async def test_subject_and_comments_are_for_those_whom_the_dispatch_concerns(
    approval: Approval,
) -> None:
    round_ = await approval.reach("content_check")
    await round_.decide(HEAD_OF_OFFICE, "return", comment="Ý kiến nội bộ")
    drafter, clerk = await approval.person(DRAFTER), await approval.person(CLERK)
    address = f"/dispatches/{round_.case}"
    told = (await drafter.get(address)).json()
    assert (told["stage"], told["rounds"][0]["taken"][0]["comment"]) == (
        "RETURNED",
        "Ý kiến nội bộ",
    )
    assert told["subject"] == TEXT.subject
    untold = (await clerk.get(address)).json()
    assert untold["subject"] is None
    assert (untold["stage"], untold["rounds"][0]["taken"][0]["comment"]) == ("RETURNED", None)


async def test_the_api_describes_itself(approval: Approval) -> None:
    person = await approval.person(None)
    paths = (await person.get("/openapi.json")).json()["paths"]
    assert {"/tasks", "/tasks/{task}/decision", "/dispatches/{case}"} <= paths.keys()
