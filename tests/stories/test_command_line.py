"""The command line at the desks of the Sở: every command, and wrong words given to it."""

import asyncio
import re
import stat
from collections.abc import Awaitable
from pathlib import Path

from services.cli.progress import progress_of
from shared.document.layout import render_draft
from shared.domain.lifecycle import Stage
from tests.shared.document.dispatch import sample_paper
from tests.stories.conftest import Congvan, Done, Town
from tests.support.office import SAMPLE
from tests.support.waiting import until

DRAFTER = "chuyen-vien-vp"


async def told(run: Awaitable[Done]) -> str:
    """What a command that must succeed prints."""
    done = await run
    assert (done.code, done.err) == (0, ""), done
    return done.out


async def refused(run: Awaitable[Done]) -> str:
    """What a command that must fail says, on stderr only."""
    done = await run
    assert (done.code, done.out) == (1, ""), done
    assert "Traceback" not in done.err
    return done.err


async def come(town: Town, case: str, stage: Stage, *, prepared: bool = False) -> None:
    desk = town.desk(DRAFTER)

    async def there() -> bool:
        stands = await asyncio.to_thread(progress_of, desk, case)
        waits = stands.approval.get("open")
        ready = waits and waits["kind"] == "signature" and waits["prepared"]
        return stands.stage is stage and bool(ready or not prepared)

    await until(there)


async def opened(town: Town, case: str, account: str) -> None:
    """The case is in the account's list of tasks."""
    desk = town.desk(account)

    async def listed() -> bool:
        tasks = (await asyncio.to_thread(desk.get, "approval", "/tasks"))["tasks"]
        return case in {one["case"] for one in tasks}

    await until(listed)


async def drafted(congvan: Congvan, *more: str | Path) -> str:
    said = await told(congvan("draft", DRAFTER, SAMPLE, *more))
    found = re.search(r"SVHTTDL-\d{4}-\d+", said)
    assert found
    assert f"./congvan correct {found[0]}" in said
    return found[0]


async def test_a_dispatch_is_drafted_signed_by_another_and_sent_back_by_commands(
    town: Town, congvan: Congvan, tmp_path: Path
) -> None:
    annex = tmp_path / "pl.pdf"
    annex.write_bytes(render_draft(sample_paper()))
    case = await drafted(congvan, "--annex", annex)
    word = tmp_path / "draft.docx"
    await told(congvan(f"docx {case}", DRAFTER, "--out", word))
    assert "đã thay nội dung" in await told(congvan(f"revise {case}", DRAFTER, word))
    draft, kept, listed = await asyncio.gather(
        told(congvan(f"progress {case}", DRAFTER)),
        told(congvan(f"preview {case}", DRAFTER, "--out", tmp_path / "draft.pdf")),
        told(congvan("drafts", DRAFTER)),
    )
    assert "Temporal UI" not in draft
    assert (tmp_path / "draft.pdf").read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE((tmp_path / "draft.pdf").stat().st_mode) == 0o600
    assert kept.strip() == str((tmp_path / "draft.pdf").resolve())
    assert case in listed
    paper = tmp_path / "vv.txt"
    paper.write_text("Tài liệu kèm theo.", encoding="utf-8")
    assert "đã kèm vv.txt" in await told(congvan(f"attach {case}", DRAFTER, paper))
    assert "lưu tệp này thành PDF" in await refused(
        congvan(f"attach {case} --annex", DRAFTER, paper)
    )
    assert f"./congvan submit {case}" in await told(congvan(f"correct {case}", DRAFTER))
    assert "lần 1" in await told(congvan(f"submit {case}", DRAFTER))

    for account in ("chanh-van-phong", "pho-chanh-van-phong"):
        await opened(town, case, account)
        assert "đồng ý" in await told(congvan(f"decide {case} approve", account))
    await come(town, case, Stage.UNDER_REVIEW, prepared=True)

    listed, shown, other = await asyncio.gather(
        told(congvan("tasks", "giam-doc")),
        told(congvan(f"show {case}", "giam-doc", "--out", tmp_path / "seen.pdf")),
        congvan(f"decide {case} approve", "giam-doc"),
    )
    assert "Phó Giám đốc" in listed
    assert max(map(len, listed.splitlines())) <= 80
    assert "Bản trình ký lập cho Dương Minh Tuệ" in shown
    assert "Kính gửi: Các phòng chuyên môn" in shown
    assert "Phụ lục ban hành kèm 1: pl.pdf" in shown
    assert "Tài liệu kèm theo 2: vv.txt" in shown
    assert (tmp_path / "seen.pdf").exists()
    assert (other.code, f"./congvan prepare {case}" in other.err) == (1, True)

    assert "    GIÁM ĐỐC" in await told(congvan(f"prepare {case}", "giam-doc"))
    signed = await told(
        congvan(f"decide {case} approve", "giam-doc", "--out", tmp_path / "sign.pdf")
    )
    assert "SHA-256: " in signed
    assert (tmp_path / "sign.pdf").read_bytes().startswith(b"%PDF")
    await come(town, case, Stage.TO_ISSUE)

    waiting, desk = await asyncio.gather(
        told(congvan(f"progress {case}", DRAFTER)), told(congvan("desk", "van-thu"))
    )
    assert "Đang chờ văn thư cấp số" in waiting
    assert "ký: đồng ý" in waiting
    assert case in desk
    back = await told(congvan(f"send-back {case}", "van-thu", "--reason", "Thiếu phụ lục"))
    assert "trả lại để sửa" in back
    returned = await told(congvan(f"progress {case}", DRAFTER))
    assert "Văn thư Sở đã trả lại" in returned
    assert ": Thiếu phụ lục. Đang chờ người soạn thảo" in returned


async def test_wrong_words_are_refused_in_a_sentence_on_stderr(
    congvan: Congvan, tmp_path: Path
) -> None:
    case = await drafted(congvan)
    empty = tmp_path / "empty.txt"
    empty.touch()
    nothing = "SVHTTDL-2026-999999"
    asked = {
        f"progress {nothing}": "Không có hồ sơ",
        f"show {nothing}": "Không có hồ sơ",
        f"decide {case} approve": "Không có việc nào",
        f"cancel-signing {case} --reason thử": case,
        f"send-back {case} --reason thử": "Không có văn bản",
        f"void {case} --reason thử": "Không có văn bản",
        "desk": "văn thư",
        "mailbox QLVH": "QLVH",
        f"draft {empty}": "trống",
    }
    said = await asyncio.gather(*(refused(congvan(line, DRAFTER)) for line in asked))
    for sentence, wanted in zip(said, asked.values(), strict=True):
        assert wanted in sentence


async def test_a_stranger_is_refused_by_every_command_of_a_case(
    town: Town, congvan: Congvan
) -> None:
    case = await drafted(congvan)
    stranger = town.neighbours.organisation.accounts[0].id
    for said in await asyncio.gather(
        refused(congvan(f"show {case}", stranger)), refused(congvan(f"progress {case}", stranger))
    ):
        assert "Không có hồ sơ" in said
