"""`congvan verify`: at one's own machine on a trust list, or by asking the records desk."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.cli.application import application
from services.cli.commands.verification import level_line, show_verification
from services.cli.usage import run
from shared.document.annex import stamp_annex
from shared.document.imprint import new_check_code
from shared.document.keys import SigningKey, load_key
from shared.document.prepare import prepare
from shared.document.sign import fill_and_seal, sign_by_person
from shared.document.trial_keys import TrialAuthority
from tests.services.cli.small_services import SmallServices
from tests.shared.document.dispatch import DATE_LINE, ISSUER, NUMBER_LINE, SIGNER, sample_paper
from tests.shared.document.test_annex import annex_of

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class OnDisk:
    """What a citizen has: a file, and the root certificate of who issued the keys."""

    pdf: Path
    altered: Path
    unsealed: Path
    annex: Path
    root: Path


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> OnDisk:
    folder, now = tmp_path_factory.mktemp("verify"), datetime.now(UTC).replace(microsecond=0)
    begin = now - timedelta(days=1)
    authority = TrialAuthority.found(now=begin)
    person = authority.key_for_person(SIGNER, ISSUER, password="khoa", now=begin)
    agency = authority.key_for_agency(ISSUER, password="khoa", now=begin)
    signed, sealed = asyncio.run(issue(load_key(person, "khoa"), load_key(agency, "khoa"), now))
    altered = bytearray(sealed)
    altered[sealed.index(b"stream") + 40] ^= 1
    sealing = load_key(agency, "khoa")
    annex = asyncio.run(stamp_annex(annex_of(), sealing, number="12/QĐ-UBND", at=now))
    assert annex is not None
    files = {
        "cong-van.pdf": sealed,
        "sua.pdf": bytes(altered),
        "chua-dong-dau.pdf": signed,
        "phu-luc.pdf": annex,
        "tin-cay/goc.pem": authority.root_pem,
        "tin-cay/doc-toi.txt": "không phải chứng thư".encode(),
        "der/goc.cer": authority.root_der,
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    pdf, altered_pdf, unsealed, annex_pdf = (folder / name for name in list(files)[:4])
    return OnDisk(pdf, altered_pdf, unsealed, annex_pdf, folder / "tin-cay")


async def issue(person: SigningKey, agency: SigningKey, at: datetime) -> tuple[bytes, bytes]:
    """The sample signed, and sealed."""
    paper = prepare(sample_paper(), new_check_code())
    signed = await sign_by_person(paper, person, None, reason="Ký", at=at)
    sealed = await fill_and_seal(
        signed, agency, None, number_line=NUMBER_LINE, date_line=DATE_LINE, at=at
    )
    return signed, sealed


def verify(*arguments: object) -> int:
    return run(application(), ["verify", *map(str, arguments)])


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_a_whole_file_passes_and_what_needs_the_records_is_not_checked(
    disk: OnDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(disk.pdf, "--trust", disk.root) == 0
    told = capsys.readouterr().out
    assert f"Người ký: {SIGNER}" in told
    assert "KHÔNG hợp lệ" not in told
    assert "Toàn vẹn: còn nguyên" in told
    assert f"Ghi trên tệp: {NUMBER_LINE}; {DATE_LINE}" in told
    assert "Nội dung đã duyệt: CHƯA KIỂM TRA" in told
    assert "Sổ đăng ký: CHƯA KIỂM TRA" in told
    assert "Khóa thử: chữ ký không có giá trị pháp lý" in told


def test_machines_are_told_of_every_check_whether_it_was_made(
    disk: OnDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(disk.pdf, "--trust", disk.root, "--json") == 0
    told = said(capsys)
    assert told["checks"] == {
        "person_signature": "passed",
        "agency_signature": "passed",
        "whole": "passed",
        "approved_text": "not_checked",
        "register": "not_checked",
    }
    assert (told["whole"], told["registered"], told["test_keys"]) == (True, None, True)
    assert [one["role"] for one in told["signatures"]] == ["person", "agency"]
    assert told["problems"] == []


@pytest.mark.parametrize("name", ["altered", "unsealed"])
def test_an_altered_or_unsealed_file_fails_with_exit_1(
    disk: OnDisk, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(getattr(disk, name), "--trust", disk.root, "--json") == 1
    told = said(capsys)
    assert told["checks"]["whole"] == "failed"
    assert told["checks"]["register"] == "not_checked"
    assert told["problems"]
    assert "not_registered" not in {one["code"] for one in told["problems"]}


def test_an_annex_is_judged_by_the_agencys_signature_and_called_an_annex(
    disk: OnDisk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert verify(disk.annex, "--trust", disk.root) == 0
    told = capsys.readouterr().out
    assert "Đây là phụ lục có chữ ký số của cơ quan" in told
    assert "Mức chữ ký: B-B" in told
    assert verify(disk.annex, "--trust", disk.root, "--json") == 0
    machines = said(capsys)
    assert (machines["annex"], machines["checks"]["agency_signature"]) == (True, "passed")
    assert "person_signature" not in machines["checks"]
    altered = tmp_path / "phu-luc.pdf"
    altered.write_bytes(disk.annex.read_bytes() + b"\n")
    assert verify(altered, "--trust", disk.root) == 1


def test_a_list_that_does_not_have_the_root_trusts_nobody(
    disk: OnDisk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "khac.pem"
    other.write_bytes(TrialAuthority.found(now=datetime.now(UTC)).root_pem)
    assert verify(disk.pdf, "--trust", other, "--json") == 1
    codes = {one["code"] for one in said(capsys)["problems"]}
    assert codes == {"person_not_trusted", "agency_not_trusted"}


@pytest.mark.parametrize("place", ["tin-cay/goc.pem", "der", "der/goc.cer"])
def test_a_trust_list_is_a_file_or_a_folder_in_pem_or_der(disk: OnDisk, place: str) -> None:
    assert verify(disk.pdf, "--trust", disk.root.parent / place) == 0


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("khong-co.pem", "Không đọc được tệp"),
        ("tin-cay/doc-toi.txt", "không phải tệp chứng thư"),
        (".", "không có tệp chứng thư nào"),
    ],
)
def test_a_list_that_can_not_be_read_is_no_verdict_but_exit_3(
    disk: OnDisk, place: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(disk.pdf, "--trust", disk.root.parent / place) == 3
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_not_there_is_exit_3(disk: OnDisk) -> None:
    assert verify("khong-co.pdf", "--trust", disk.root) == 3


def test_without_list_and_account_one_is_told_what_to_say(
    disk: OnDisk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CONGVAN_ACCOUNT", raising=False)
    assert verify(disk.pdf) == 2
    told = capsys.readouterr().err
    assert "--trust" in told
    assert "--as" in told


def test_offline_needs_no_stack_no_account_and_no_settings(disk: OnDisk, tmp_path: Path) -> None:
    arguments = ["verify", str(disk.pdf), "--trust", str(disk.root), "--json"]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "services.cli", *arguments],
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "CONGVAN_VAR": str(tmp_path / "x")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["whole"] is True
    assert list(tmp_path.iterdir()) == []


def test_with_an_account_the_records_desk_is_asked(
    disk: OnDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = {
        "signatures": [],
        "whole": True,
        "registered": True,
        "number": "01/SVHTTDL-VP",
        "date": "2026-11-23",
        "test_keys": False,
        "problems": [],
    }
    services = SmallServices({"POST /verify": answer})
    assert services.run("verify", str(disk.pdf)) == 0
    assert "Sổ đăng ký: số 01/SVHTTDL-VP, ngày 23/11/2026" in capsys.readouterr().out


def test_of_an_unknown_file_the_times_are_told_of_which_the_record_was_lost(
    disk: OnDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    gap = {"since": "2026-11-27T01:00:00Z", "until": "2026-11-28T02:30:00Z"}
    unknown = {"signatures": [], "whole": False, "registered": False, "number": None}
    wrong = {"code": "not_registered", "message": "Sổ không có tệp này."}
    answer = unknown | {"test_keys": False, "problems": [wrong], "gaps": [gap]}
    assert SmallServices({"POST /verify": answer}).run("verify", str(disk.pdf)) == 1
    said = capsys.readouterr().out
    assert "Sổ mất phần ghi từ 27/11/2026 08:00 đến 28/11/2026 09:30" in said


def test_the_level_says_until_when_a_file_proves_itself() -> None:
    short = level_line({"level": "B-B", "proven_until": None})
    long = level_line({"level": "B-LT", "proven_until": "2031-05-01T00:00:00Z"})
    assert short.startswith("B-B, không có dấu thời gian")
    assert long == "B-LT, có dấu thời gian: tự chứng minh được đến 01/05/2031 07:00"


def test_of_a_file_without_signatures_no_level_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    nothing = {"signatures": [], "whole": False, "test_keys": False, "problems": []}
    unchecked = {"checks": {}, "number_line": "", "date_line": "", "level": "B-B"}
    show_verification(nothing | unchecked)
    assert "Mức chữ ký" not in capsys.readouterr().out
