"""The sample dispatch of 2023, from its text to its file copy, by the right people."""

import asyncio
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from services.cli.api import Api
from services.cli.archive.check import check
from services.cli.archive.export import Export, Written
from services.cli.archive.manifest import MANIFEST, PACKAGES
from services.cli.archive.signatures import Trusted
from services.cli.archive.taking import Taking, filed_in, register_head
from services.cli.demo.play import Play, Scene
from services.cli.progress import progress_of
from services.cli.trust_list import read_trust_list
from shared.contracts import renewals
from shared.document.layout import render_draft
from shared.domain.lifecycle import Stage
from tests.shared.document.dispatch import sample_paper
from tests.shared.document.measure import Measured
from tests.stories.conftest import Town
from tests.stories.papers import DECISION, DEPUTY
from tests.support.engine import begin_schedule, workflow_of, workflows_found
from tests.support.office import SAMPLE
from tests.support.trust_server import TrustServer
from tests.support.waiting import until

LEADERS = ("giam-doc", "pho-giam-doc")


@pytest.fixture
def lasting_keys(town: Town, trust_server: TrustServer) -> Iterator[None]:
    """The deputy and the agency have certificates that can be proven for years."""
    keys, trust_server.now = town.settings.keys, datetime.now(UTC).replace(microsecond=0)
    root, password = keys / "roots" / "kiem-thu.pem", (keys / "password").read_text().strip()
    files = (keys / "people" / f"{DEPUTY}.p12", keys / "agency" / "SVHTTDL.p12")
    before = {file: file.read_bytes() for file in files}
    root.write_bytes(trust_server.authority.root_pem)
    for file, name in zip(files, ("Dương Minh Tuệ", "Sở VHTTDL"), strict=True):
        begin = trust_server.now - timedelta(days=1)
        file.write_bytes(trust_server.authority.key_for(name, password=password, now=begin))
    yield
    for file, content in before.items():
        file.write_bytes(content)


@pytest.mark.usefixtures("lasting_keys")
async def test_the_sample_is_returned_once_corrected_signed_issued_delivered_and_filed(
    town: Town, tmp_path: Path
) -> None:
    scenes: list[Scene] = []

    def tell(scene: Scene) -> None:
        scenes.append(scene)
        if scene.what.startswith("soạn"):
            author = town.desk("chuyen-vien-vp")
            author.attach(str(play.case), "Phụ lục I.pdf", render_draft(sample_paper()), "annex")

    play = Play(town.cast, tell)
    case, desk = await asyncio.to_thread(play.run, SAMPLE.read_text(encoding="utf-8"), "VP")

    acts = [scene.what.split(",")[0] for scene in scenes]
    assert acts == [
        "soạn dự thảo từ văn bản",
        "trình duyệt",
        "kiểm tra nội dung: đồng ý",
        "kiểm tra thể thức: trả lại",
        "sửa 7 lỗi thể thức",
        "trình duyệt",
        "kiểm tra nội dung: đồng ý",
        "kiểm tra thể thức: đồng ý",
        "ký: KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC",
        "cấp số",
        "ký số của cơ quan",
        "phát hành",
        "lưu",
    ]
    rounds = [scene.round for scene in scenes]
    assert (rounds[:3], rounds[5:]) == ([1] * 3, [2] * 8)
    assert scenes[3].stage is Stage.RETURNED
    assert [scene.stage for scene in scenes[-3:]] == [
        *(Stage.SEALED, Stage.DISTRIBUTING),
        Stage.FILED,
    ]
    stands = await asyncio.to_thread(progress_of, desk, case)
    assert (stands.stage, stands.round) == (Stage.FILED, 2)
    assert len({step["account"] for step in stands.approval["rounds"][1]["taken"]}) == 3
    filed = stands.distribution
    assert filed["number"].endswith("/SVHTTDL-VP")
    assert filed["file_copy"]["units"] == ["VT", "VP"]
    boxes = [box for delivery in filed["deliveries"] for box in delivery["mailboxes"]]
    assert sorted(boxes) == sorted(
        [*("TTr", "QLVH", "QLDL", "QLTDTT", "BT", "TV", "TTVHNT", "TTHLTT"), *LEADERS]
    )

    pdf = await asyncio.to_thread(desk.file, "distribution", f"/dispatches/{case}/pdf")
    said = await asyncio.to_thread(
        desk.post_file, "distribution", "/verify", pdf, "application/pdf"
    )
    assert (said["problems"], said["whole"], said["registered"]) == ([], True, True)
    assert said["case"] == case
    middle = len(pdf) // 2
    altered = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    doubted = await asyncio.to_thread(
        desk.post_file, "distribution", "/verify", altered, "application/pdf"
    )
    assert doubted["problems"]
    await asyncio.to_thread(exported_and_checked, town, case, tmp_path, Written.NEW)
    await begin_schedule(town.settings, renewals.SCHEDULE)
    await until(partial(asyncio.to_thread, is_renewed, desk, case))
    place = await asyncio.to_thread(exported_and_checked, town, case, tmp_path, Written.RENEWED)
    kept = {one.relative_to(place).as_posix() for one in place.rglob("*.pdf")}
    assert kept >= {"issued/sealed.pdf", "issued/renewed.pdf", "issued/annex-01.pdf"}
    assert "issued/annex-01-renewed.pdf" in kept
    assert kept >= {"round-1/annex-01.pdf", "round-2/annex-01.pdf", "round-2/signed.pdf"}


def is_renewed(desk: Api, case: str) -> bool:
    record = desk.get("distribution", f"/dispatches/{case}")
    return bool(record["newest"] != record["sealed"])


def exported_and_checked(town: Town, case: str, folder: Path, written: Written) -> Path:
    """The year's archive, taken out by a clerk and proved without the services."""
    clerk = town.desk("van-thu")
    taking = Taking(clerk, case)
    assert case in filed_in(clerk, taking.year)
    export = Export(folder)
    assert export.write(taking, case) is written
    assert export.write(Taking(clerk, case), case) is Written.KEPT
    export.finish("SVHTTDL", register_head(clerk, taking.year))

    roots = read_trust_list(town.settings.keys / "roots")
    checked = check(folder, Trusted(roots=roots, at=datetime.now(UTC)))
    assert (checked.packages, checked.faults) == (1, ())
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", PACKAGES], cwd=folder, check=True)
    place = folder / str(taking.year) / case
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", MANIFEST], cwd=place, check=True)
    return place


async def test_a_decision_goes_the_same_way_under_its_own_symbol(town: Town) -> None:
    play = Play(town.cast, lambda _: None)
    case, desk = await asyncio.to_thread(play.run, DECISION, "VP")

    filed = (await asyncio.to_thread(progress_of, desk, case)).distribution
    assert filed["number"].endswith("/QĐ-SVHTTDL")
    pdf = await asyncio.to_thread(desk.file, "distribution", f"/dispatches/{case}/pdf")
    sealed = await asyncio.to_thread(Measured, pdf)
    assert sealed.line("Số:").text == f"Số: {filed['number']}"
    assert sealed.line("GIÁM ĐỐC SỞ VĂN HÓA").baseline < sealed.line("QUYẾT ĐỊNH:").baseline
    said = await asyncio.to_thread(
        desk.post_file, "distribution", "/verify", pdf, "application/pdf"
    )
    assert (said["problems"], said["whole"], said["registered"]) == ([], True, True)


async def test_operators_find_a_dispatch_by_stage_post_and_deadline_and_read_why_it_waits(
    town: Town,
) -> None:
    drafter = town.desk("chuyen-vien-vp")
    text = {"text": SAMPLE.read_text(encoding="utf-8")}
    made = await asyncio.to_thread(drafter.act, "drafting", "/drafts/from-text", text)
    case = made["draft"]["case"]
    await asyncio.to_thread(drafter.act, "drafting", f"/drafts/{case}/submit", etag="*")

    for query in (
        "CvStage = 'UNDER_REVIEW'",
        "CvHolderPost = 'chanh-van-phong'",
        "CvAgency = 'SVHTTDL' AND CvUnit = 'VP' AND CvUrgency = 'thuong'",
        "CvDueAt > '2026-01-01T00:00:00Z' AND CvOverdue = false",
        "CvNeedsAttention = false",
    ):
        found = await workflows_found(town.settings, f"{query} AND WorkflowId = '{case}'")
        assert found == [case], query
    shown = await workflow_of(town.settings, case)
    lines = [line for line in shown.details.splitlines() if line.startswith("- **")]
    assert len(lines) == 5
    assert lines[4].startswith("- **Vì sao chờ:** Đang chờ")
    assert "Chánh Văn phòng (chanh-van-phong), kiểm tra nội dung" in lines[1]
    assert "Chiến lược chuyển đổi số" in shown.summary
    assert "Chiến lược" not in shown.details
