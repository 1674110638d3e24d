"""`congvan archive export` and `check`, as they are typed: whole packages, or none."""

import json
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from services.cli.application import application
from services.cli.archive.manifest import PACKAGES
from services.cli.archive.taken import Taken
from services.cli.usage import run
from tests.services.cli.archive.a_dispatch import CASE, RESTRICTED, YEAR, Office, Papers, chain

PLACE = f"{YEAR}/{CASE}"
OTHER = "SVHTTDL-2026-000782"


def office(taken: Taken, *later: str, others: tuple[str, ...] = ()) -> Office:
    """All three tell the same events, since they listen at one address; `later` acts are more."""
    three = ("drafting", "approval", "distribution")
    acts = [(one["act"], one.get("object")) for name in three for one in taken.events[name]]
    acts += [(act, None) for act in later]
    told = chain(*({"act": act, "object": object_} for act, object_ in acts))
    events = {**taken.events, **dict.fromkeys(three, told)}
    return Office(replace(taken, events=events), others=others)


class Stopped(Office):
    """Somebody types Ctrl-C while the files of a dispatch are read."""

    def answer(self, what: str, body: bytes) -> tuple[int, bytes]:
        if "/archive/" in what:
            os.kill(os.getpid(), signal.SIGINT)
        return super().answer(what, body)


@contextmanager
def a_terminal() -> Iterator[None]:
    """Ctrl-C interrupts, also where the tests themselves were started to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def snapshot(root: Path) -> dict[str, bytes]:
    files = (one for one in root.rglob("*") if one.is_file())
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in files}


def checked(root: Path, *more: str) -> int:
    return run(application(), ["archive", "check", str(root), *more])


@contextmanager
def no_room_for_more_than(size: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_year_is_exported_and_checked_without_the_services(
    tmp_path: Path, taken: Taken, papers: Papers, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office(taken).export(tmp_path / "luu") == 0
    assert f"[1/1] {CASE}: đã xuất" in capsys.readouterr().out

    assert checked(tmp_path / "luu") == 0
    said = capsys.readouterr().out
    assert "Đã soát 1 hồ sơ" in said
    assert "CHƯA KIỂM TRA" in said
    root = tmp_path / "goc.der"
    root.write_bytes(papers.keys.root)
    assert checked(tmp_path / "luu", "--trust", str(root), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["signatures"], told["faults"]) == ("checked", [])
    assert checked(tmp_path / "luu", "--trust", str(root)) == 0
    assert "Khóa thử" in capsys.readouterr().out


def test_what_did_not_change_is_kept_and_gives_the_same_bytes(
    tmp_path: Path, taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office(taken).export(tmp_path) == 0
    before = snapshot(tmp_path)
    again = office(taken)
    assert again.export(tmp_path) == 0
    assert "giữ nguyên" in capsys.readouterr().out
    assert snapshot(tmp_path) == before
    assert not [what for what, _ in again.asked if "/archive/" in what]


def test_a_dispatch_to_which_more_happened_is_written_anew(
    tmp_path: Path, taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office(taken).export(tmp_path) == 0
    assert office(taken, "file_viewed").export(tmp_path) == 0
    assert "thay bản cũ" in capsys.readouterr().out
    assert [one.name for one in (tmp_path / str(YEAR)).iterdir()] == [CASE]
    assert b"file_viewed" in snapshot(tmp_path)[f"{PLACE}/events/drafting.json"]
    assert checked(tmp_path) == 0


def test_a_package_that_was_damaged_is_mended(tmp_path: Path, taken: Taken) -> None:
    assert office(taken).export(tmp_path) == 0
    (tmp_path / PLACE / "issued/sealed.pdf").unlink()
    assert checked(tmp_path) == 1
    assert office(taken).export(tmp_path) == 0
    assert checked(tmp_path) == 0


def test_dispatches_that_one_may_not_take_out_are_named_and_the_rest_is_exported(
    tmp_path: Path, taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office(taken, others=(OTHER,)).export(tmp_path) == 1
    said = capsys.readouterr()
    assert f"[1/2] {CASE}: đã xuất" in said.out
    assert f"[2/2] {OTHER}: KHÔNG xuất được: {RESTRICTED}" in said.err
    assert f"CHƯA XUẤT 1 văn bản: {OTHER}" in said.err
    assert checked(tmp_path) == 0


def test_a_file_that_is_not_what_its_hash_says_is_not_exported(
    tmp_path: Path, taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    altered = office(taken)
    altered.answers[f"GET /dispatches/{CASE}/archive/{taken.desk['record']['sealed']}"] = b"%PDF"
    assert altered.export(tmp_path) == 1
    assert "khác với mã băm" in capsys.readouterr().err
    assert not (tmp_path / PLACE).exists()


def test_without_room_nothing_is_lost_and_the_next_run_completes_it(
    tmp_path: Path, taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    with no_room_for_more_than(10_000):
        assert office(taken).export(tmp_path) == 1
    assert "chạy lại lệnh này" in capsys.readouterr().err
    assert not (tmp_path / PLACE).exists()
    assert checked(tmp_path) == 1

    assert office(taken).export(tmp_path) == 0
    assert checked(tmp_path) == 0
    assert not [name for name in snapshot(tmp_path) if "/." in f"/{name}"]


def test_a_connection_lost_in_the_middle_is_taken_up_again(tmp_path: Path, taken: Taken) -> None:
    flaky = office(taken)
    sealed = f"GET /dispatches/{CASE}/archive/{taken.desk['record']['sealed']}"
    flaky.lost = {sealed: 2, "POST /verify": 1}
    assert flaky.export(tmp_path) == 0
    assert checked(tmp_path) == 0
    assert flaky.lost[sealed] == 0


def test_stopped_by_hand_in_the_middle_there_is_no_half_package_and_the_next_run_completes_it(
    tmp_path: Path, taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_terminal():
        assert Stopped(taken).export(tmp_path) == 130
    assert "Đã dừng" in capsys.readouterr().err
    assert not (tmp_path / PLACE).exists()
    assert checked(tmp_path) == 1
    assert office(taken).export(tmp_path) == 0
    assert checked(tmp_path) == 0


def test_a_swap_that_was_interrupted_leaves_the_older_package(tmp_path: Path, taken: Taken) -> None:
    assert office(taken).export(tmp_path) == 0
    before = snapshot(tmp_path)
    place = tmp_path / PLACE
    place.rename(place.with_name(f".{CASE}.old"))
    assert checked(tmp_path) == 1
    assert office(taken).export(tmp_path) == 0
    assert snapshot(tmp_path) == before


def test_what_was_altered_since_is_not_listed_anew(tmp_path: Path, taken: Taken) -> None:
    assert office(taken).export(tmp_path) == 0
    older = tmp_path / "2025/SVHTTDL-2025-000001"
    older.mkdir(parents=True)
    (older / "manifest.sha256").write_bytes(b"")
    assert office(taken).export(tmp_path) == 0
    assert checked(tmp_path) == 1

    (tmp_path / PACKAGES).write_bytes(b"?")
    assert office(taken).export(tmp_path) == 1


def test_one_dispatch_alone_is_exported_and_one_of_another_year_is_refused(
    tmp_path: Path, taken: Taken
) -> None:
    both = office(taken, others=(OTHER,))
    assert both.export(tmp_path, "--case", CASE) == 0
    assert both.export(tmp_path, "--case", "SVHTTDL-2025-000001") == 1


def test_what_can_not_be_read_is_told_by_another_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(tmp_path / "khong-co") == 3
    assert checked(tmp_path, "--trust", str(tmp_path / "khong-co")) == 3
    assert "Không đọc được" in capsys.readouterr().err
