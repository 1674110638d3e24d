"""`congvan parse`: at one's own machine, with nothing running."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.cli import usage
from services.cli.application import application

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "deploy/samples"
AGENCY = ROOT / "deploy/organisation/svhttdl-langson.yaml"
STAMPED = "Số: 1/AB-VP\nTUYỆT MẬT\n\nKính gửi: Các phòng.\n\nNội dung kín của văn bản này./.\n"


def parsed(*arguments: str) -> int:
    return usage.run(application(), ["parse", *arguments])


def test_a_summary_names_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(str(SAMPLES / "dispatch-vpcp-3722-2026.txt")) == 0

    told = capsys.readouterr().out
    for words in ("Loại: Công văn", "Số: 3722", "VPCP-CN", "28/04/2026", "Phạm Mạnh Cường"):
        assert words in told


def test_the_form_check_tells_each_finding_with_its_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert parsed(str(SAMPLES / "dispatch-svhttdl-2023.txt"), "--check") == 0

    told = capsys.readouterr().out
    assert "Thể thức:" in told
    assert "dòng 4, trích yếu" in told
    assert "“trực thuộc” (ND30 Đ.12.2)" in told
    assert "Lạng Sơn”" not in told


def test_with_the_agencys_file_its_place_posts_and_settings_count(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "so.yaml"
    rules = 'form_rules: {misspelt_word: "off"}\n'
    own.write_text(AGENCY.read_text(encoding="utf-8") + rules, encoding="utf-8")
    sample = str(SAMPLES / "dispatch-svhttdl-2023.txt")
    assert parsed(sample, "--check", "--agency", str(own), "--json") == 0

    told = {one["code"]: one for one in json.loads(capsys.readouterr().out)["form"]}
    assert told["place_differs"]["replacement"] == "Lạng Sơn"
    assert told["place_differs"]["line"] == 7
    assert told["post_abbreviation"]["replacement"] == "GĐ, các PGĐ"
    assert "misspelt_word" not in told


def test_json_is_the_reading_with_its_letters(capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(str(SAMPLES / "tb453_hanoi.txt"), "--json") == 0

    told = capsys.readouterr().out
    assert json.loads(told)["signature"]["name"] == "Võ Tuấn Anh"
    assert "Võ Tuấn Anh" in told


def test_a_dash_reads_what_is_piped_in() -> None:
    piped = "Số: 5/AB-VP\nV/v thử".encode("utf-16")
    command = [sys.executable, "-m", "services.cli", "parse", "-", "--json"]
    done = subprocess.run(command, input=piped, capture_output=True, check=True, cwd=ROOT)

    assert json.loads(done.stdout)["number"] == "5"


def test_a_stamped_file_is_refused_without_a_word_of_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STAMPED, encoding="utf-8")

    assert parsed(str(file)) == 1
    captured = capsys.readouterr()
    assert "độ mật" in captured.err
    assert "Nội dung kín" not in captured.out + captured.err


def test_a_pdf_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7")

    assert parsed(str(file)) == 1
    assert ".docx" in capsys.readouterr().err
