"""Task lists: whose tasks are in them, what each line says, how they are searched and paged."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
    Submitted,
)
from tests.services.approval.lists import (
    cases,
    declare_absence,
    end_absence,
    lines,
    mark,
    page,
    pages,
    submitted,
)
from tests.support.office import LANG_SON, content_of

TOURISM, CULTURE, SPORTS = "truong-phong-qldl", "truong-phong-qlvh", "truong-phong-qltdtt"
INSPECTOR = "chanh-thanh-tra"


async def to_signature(approval: Approval, word: str) -> Submitted:
    made = await submitted(approval, word)
    for account in (HEAD_OF_OFFICE, FORM):
        await made.approve(account)
        await made.open_step()
    await made.prepare()
    return made


async def consulted(approval: Approval, word: str) -> Submitted:
    """A dispatch of the tourism division on which two of three units are to be heard."""
    made = await submitted(approval, word, unit="QLDL", field="du-lich")
    await made.approve(TOURISM)
    await made.open_step()
    return made


async def act(approval: Approval, account: str, made: Submitted, what: str, **said: Any) -> None:
    person = await approval.person(account)
    done = await person.post(f"/tasks/{await made.task()}/{what}", json=said)
    assert done.status_code == 200, done.text


# Whose they are


async def test_mine_are_those_i_may_decide_of_my_own_right(approval: Approval) -> None:
    word = mark()
    made = await submitted(approval, word)
    (line,) = await lines(approval, HEAD_OF_OFFICE, text=word)
    assert line["id"] == await made.task()
    assert {name: line[name] for name in line if name not in {"id", "due_at", "opened_at"}} == {
        "case": made.case,
        "round": 1,
        "kind": "content_check",
        "subject": f"triển khai {word}",
        "unit": "VP",
        "urgency": "thuong",
        "overdue": False,
        "asked_since": None,
        "claimed_by": None,
        "on_behalf_of": None,
        "waits_for": "Chánh Văn phòng",
        "verdict": None,
        "decided_at": None,
    }
    for other in (DRAFTER, FORM, DEPUTY, HEAD, CLERK, TOURISM):
        assert await cases(approval, other, text=word) == []


async def test_who_took_another_part_never_sees_it_among_theirs(approval: Approval) -> None:
    word = mark()
    made = await submitted(approval, word, authors=(DRAFTER, HEAD), submitter=DRAFTER)
    for account in (HEAD_OF_OFFICE, FORM):
        await made.approve(account)
        await made.open_step()
    assert await cases(approval, DEPUTY, text=word) == [made.case]
    assert await cases(approval, HEAD, text=word) == []


async def test_a_decided_a_withdrawn_and_a_claimed_task_are_on_nobody_elses_list(
    approval: Approval,
) -> None:
    word = mark()
    made = await to_signature(approval, word)
    assert await cases(approval, HEAD, text=word) == [made.case]
    await act(approval, DEPUTY, made, "claim")
    assert await cases(approval, HEAD, text=word) == []
    (line,) = await lines(approval, DEPUTY, text=word)
    assert line["claimed_by"] == "Dương Minh Tuệ"
    await act(approval, DEPUTY, made, "release")
    assert await cases(approval, HEAD, text=word) == [made.case]
    await made.withdraw()
    for account in (DEPUTY, HEAD):
        assert await cases(approval, account, text=word) == []


async def test_of_a_signature_only_who_may_sign_it_has_it(at_rest: Approval) -> None:
    word = mark()
    made = await submitted(at_rest, word, doc_type="giay_moi")
    for account in (HEAD_OF_OFFICE, CLERK):
        await made.approve(account)
        await made.open_step()
    assert await cases(at_rest, FORM, text=word) == [made.case]
    content = content_of(LANG_SON)
    content["by_order"][0]["types"].remove("giay_moi")
    await at_rest.office.load("approval", content)
    assert await cases(at_rest, FORM, text=word) == []
    assert await cases(at_rest, HEAD, text=word) == [made.case]
    assert await cases(at_rest, FORM, text=word, of="unit") == [made.case]


async def test_where_several_decide_who_was_heard_is_no_more_waited_for(
    approval: Approval,
) -> None:
    word = mark()
    made = await consulted(approval, word)
    (line,) = await lines(approval, CULTURE, text=word)
    assert line["waits_for"].count("Trưởng phòng") == 2
    await made.decide(CULTURE, "opinion", comment="Bổ sung nội dung bảo tồn")
    for whose in ("mine", "unit"):
        assert await cases(approval, CULTURE, text=word, of=whose) == []
    (line,) = await lines(approval, INSPECTOR, text=word)
    assert line["waits_for"] == "Trưởng phòng Quản lý thể dục thể thao hoặc Chánh Thanh tra"
    assert await cases(approval, CULTURE, text=word, of="done") == [made.case]


async def test_my_units_tasks_say_whom_they_wait_for_and_who_has_them(approval: Approval) -> None:
    word = mark()
    made = await to_signature(approval, word)
    await act(approval, DEPUTY, made, "claim")
    (line,) = await lines(approval, SECOND_DEPUTY, text=word, of="unit")
    assert (line["claimed_by"], line["on_behalf_of"]) == ("Dương Minh Tuệ", None)
    assert line["waits_for"].endswith("hoặc Giám đốc")
    checked = await submitted(approval, word)
    for member in (DRAFTER, CLERK, FORM):
        assert await cases(approval, member, text=word, of="unit") == [checked.case]
    for other in (TOURISM, "chuyen-vien-qlvh"):
        assert await cases(approval, other, text=word, of="unit") == []


async def test_a_substitute_sees_whose_tasks_they_are_until_the_absence_ends(
    approval: Approval,
) -> None:
    word = mark()
    made = await to_signature(approval, word)
    assert await cases(approval, SECOND_DEPUTY, text=word, of="substitute") == []
    absence = await declare_absence(approval, DEPUTY, SECOND_DEPUTY)
    (line,) = await lines(approval, SECOND_DEPUTY, text=word, of="substitute")
    assert (line["case"], line["on_behalf_of"]) == (made.case, "Dương Minh Tuệ")
    assert await cases(approval, SECOND_DEPUTY, text=word) == []
    await end_absence(approval, DEPUTY, absence)
    assert await cases(approval, SECOND_DEPUTY, text=word, of="substitute") == []


async def test_a_substitute_sees_only_what_the_absence_covers(approval: Approval) -> None:
    word = mark()
    check = await submitted(approval, word)
    absence = await declare_absence(approval, HEAD_OF_OFFICE, FORM, kinds=["office_review"])
    assert await cases(approval, FORM, text=word, of="substitute") == []
    await end_absence(approval, HEAD_OF_OFFICE, absence)
    absence = await declare_absence(approval, HEAD_OF_OFFICE, FORM, kinds=["content_check"])
    assert await cases(approval, FORM, text=word, of="substitute") == [check.case]
    await end_absence(approval, HEAD_OF_OFFICE, absence)


async def test_done_are_my_decisions_the_newest_first_with_whose_they_were(
    approval: Approval,
) -> None:
    word = mark()
    first, second = [await submitted(approval, word) for _ in range(2)]
    await second.approve(HEAD_OF_OFFICE)
    absence = await declare_absence(approval, HEAD_OF_OFFICE, FORM)
    await first.decide(FORM, "return", comment="Sửa lại")
    await end_absence(approval, HEAD_OF_OFFICE, absence)
    (line,) = await lines(approval, HEAD_OF_OFFICE, text=word, of="done")
    assert (line["case"], line["verdict"], line["on_behalf_of"], line["waits_for"]) == (
        second.case,
        "approve",
        None,
        None,
    )
    (line,) = await lines(approval, FORM, text=word, of="done")
    assert (line["case"], line["verdict"], line["on_behalf_of"]) == (
        first.case,
        "return",
        "Chánh Văn phòng",
    )
    await second.open_step()
    await second.approve(FORM)
    assert await cases(approval, FORM, text=word, of="done") == [second.case, first.case]


# What is searched


async def test_every_filter_leaves_out_what_does_not_fit(approval: Approval) -> None:
    word = mark()
    calm = await submitted(approval, word)
    urgent = await submitted(approval, word, Urgency.URGENT, unit="QLDL", field="du-lich")
    await urgent.approve(TOURISM)
    await urgent.open_step()
    for account in (CULTURE, SPORTS):
        await urgent.approve(account)
    await urgent.open_step()
    both = [urgent.case, calm.case]
    assert await cases(approval, HEAD_OF_OFFICE, text=word) == both
    for asked, found in (
        ({"kind": "content_check"}, [calm.case]),
        ({"kind": "office_review"}, [urgent.case]),
        ({"urgency": "khan"}, [urgent.case]),
        ({"unit": "VP"}, [calm.case]),
        ({"unit": "QLTDTT"}, []),
        ({"overdue": "true"}, []),
    ):
        assert await cases(approval, HEAD_OF_OFFICE, text=word, **asked) == found
    for made in (calm, urgent):
        await made.approve(HEAD_OF_OFFICE)
    for asked, found in (
        ({"kind": "office_review"}, [urgent.case]),
        ({"urgency": "thuong"}, [calm.case]),
        ({"unit": "QLDL"}, [urgent.case]),
        ({"overdue": "true"}, []),
        ({}, both),
    ):
        assert await cases(approval, HEAD_OF_OFFICE, text=word, of="done", **asked) == found


async def test_words_are_found_without_diacritics_each_of_them_and_no_wildcards(
    approval: Approval,
) -> None:
    word = mark()
    made = await submitted(approval, f"{word} số hóa 100% di sản")
    found = (
        f"{word} SO hoa",
        f"di Sản {word}",
        f"{made.case.lower()} {word}",
        f"{word} 100%",
        f"  {word}  ",
    )
    for text in found:
        assert await cases(approval, HEAD_OF_OFFICE, text=text) == [made.case], text
    for text in (f"{word} du lich", f"{word} 1%0", f"{word} s_", f"{word} \\"):
        assert await cases(approval, HEAD_OF_OFFICE, text=text) == [], text


async def test_overdue_and_asked_tasks_say_so(at_rest: Approval) -> None:
    word = mark()
    late, asked = [await submitted(at_rest, word) for _ in range(2)]
    await act(at_rest, HEAD_OF_OFFICE, asked, "messages", kind="question", said="Căn cứ nào?")
    at_rest.office.clock.ahead += timedelta(days=10)
    found = {one["case"]: one for one in await lines(at_rest, HEAD_OF_OFFICE, text=word)}
    assert (found[late.case]["overdue"], found[late.case]["asked_since"]) == (True, None)
    assert not found[asked.case]["overdue"]
    assert found[asked.case]["asked_since"]
    assert await cases(at_rest, HEAD_OF_OFFICE, text=word, overdue="true") == [late.case]
    await late.approve(HEAD_OF_OFFICE)
    (line,) = await lines(at_rest, HEAD_OF_OFFICE, text=word, of="done", overdue="true")
    assert (line["case"], line["overdue"]) == (late.case, True)


async def test_the_signers_urgency_orders_and_finds_a_task(approval: Approval) -> None:
    word = mark()
    first, second = await to_signature(approval, word), await to_signature(approval, word)
    assert set(await cases(approval, DEPUTY, text=word)) == {first.case, second.case}
    await act(approval, DEPUTY, second, "urgency", urgency="hoa_toc", reason="Bão số 9")
    (line, _) = await lines(approval, DEPUTY, text=word)
    assert (line["case"], line["urgency"]) == (second.case, "hoa_toc")
    assert await cases(approval, DEPUTY, text=word, urgency="thuong") == [first.case]
    assert await cases(approval, HEAD_OF_OFFICE, text=word, of="done", urgency="hoa_toc") == [
        second.case
    ]


# Page by page


async def test_pages_are_full_though_tasks_between_are_not_mine(approval: Approval) -> None:
    word = mark()
    mine = []
    for number in range(12):
        hidden = number % 2 == 1
        other: dict[str, Any] = {"authors": (DRAFTER, SECOND_DEPUTY)} if hidden else {}
        made = await submitted(approval, word, unit="QLDL", field="du-lich", **other)
        await made.approve(TOURISM)
        await made.open_step()
        mine += [] if hidden else [made.case]
    absence = await declare_absence(approval, CULTURE, SECOND_DEPUTY)
    read: list[str] = []
    async for tasks in pages(approval, SECOND_DEPUTY, of="substitute", text=word, limit=2):
        assert len(tasks) == 2
        read += [task["case"] for task in tasks]
        if len(read) == 2:
            await submitted(approval, word, Urgency.EXPRESS)  # what comes before moves no page
    await end_absence(approval, CULTURE, absence)
    assert sorted(read) == sorted(mine)  # due together, when opened after hours


async def test_pages_of_what_i_did_miss_nothing_and_repeat_nothing(approval: Approval) -> None:
    word = mark()
    done = []
    for _ in range(5):
        made = await submitted(approval, word)
        await made.approve(HEAD_OF_OFFICE)
        done.append(made.case)
    read: list[str] = []
    async for tasks in pages(approval, HEAD_OF_OFFICE, of="done", text=word, limit=2):
        read += [task["case"] for task in tasks]
        made = await submitted(approval, word)
        await made.approve(HEAD_OF_OFFICE)
    assert read == done[::-1]


@pytest.mark.parametrize("whose", ["mine", "done"])
async def test_a_broken_cursor_is_refused_with_a_sentence(approval: Approval, whose: str) -> None:
    person = await approval.person(HEAD_OF_OFFICE)
    other = {"mine": "done|2026-11-23T00:00:00+00:00|", "done": "open|1|2026-11-23T00:00+00:00|"}
    task = "0b6f4c1e-7c0d-4b0e-9a57-3f1f5f2d9c11"
    broken = (
        "x",
        "ế",
        "b3Blbg",
        other[whose] + task,
        f"open|9|2026-11-23T00:00:00+00:00|{task}",
        f"open|1|2026-11-23T00:00:00|{task}",
        f"open|1|0001-01-01T00:00:00+07:00|{task}",
        f"done|9999-12-31T23:59:59-07:00|{task}",
        "open|1|2026-11-23T00:00:00+00:00|x",
    )
    for text in broken:
        cursor = urlsafe_b64encode(text.encode()).decode() if "|" in text else text
        refused = await person.get("/tasks", params={"of": whose, "after": cursor})
        told = refused.json()
        assert (refused.status_code, told["code"]) == (422, "broken_cursor"), text
        assert told["errors"][0]["field"] == "after"
    for limit in (0, 101):
        refused = await person.get("/tasks", params={"of": whose, "limit": limit})
        assert refused.status_code == 422


# What it costs


@contextmanager
def statements(approval: Approval) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []
    engine = approval.office.process("approval").database.engine.sync_engine

    def keep(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", keep)


@pytest.mark.parametrize("whose", ["mine", "unit", "done"])
async def test_a_page_of_ten_asks_the_database_as_often_as_one_of_two(
    approval: Approval, whose: str
) -> None:
    word = mark()
    for _ in range(10):
        made = await submitted(approval, word)
        if whose == "done":
            await made.approve(HEAD_OF_OFFICE)
    asked = {"of": whose, "text": word}
    await page(approval, HEAD_OF_OFFICE, **asked)
    with statements(approval) as few:
        assert len(await lines(approval, HEAD_OF_OFFICE, **asked, limit=2)) == 2
    with statements(approval) as many:
        assert len(await lines(approval, HEAD_OF_OFFICE, **asked, limit=10)) == 10
    assert len(many) == len(few)
