"""Files that people bring and get: plain sentences for bad ones, nobody else reads ours."""

import stat
from pathlib import Path

import pytest

from deploy.local.troubles import Trouble
from services.cli.files import keep, read_text
from services.cli.organisation_file import content_of

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "trống"),
        (b" \n\n", "trống"),
        (b"%PDF\0\1\2", "nhị phân"),
        ("Kính gửi".encode("utf-16-le"), "nhị phân"),
        ("Kính gửi".encode("cp1258", "replace"), "UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(Trouble, match=sentence):
        read_text(file)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="đây là một thư mục"):
        read_text(tmp_path)
    with pytest.raises(Trouble, match="không có tệp"):
        read_text(tmp_path / "absent")


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Kính gửi", encoding="utf-8-sig")
    assert read_text(file) == "Kính gửi"


def test_a_document_is_written_for_its_owner_only(tmp_path: Path) -> None:
    file = keep(b"pdf", tmp_path / "a.pdf", "issued", "b.pdf")
    assert file.read_bytes() == b"pdf"
    assert mode(file) == 0o600
    assert keep(b"pdf", tmp_path, "issued", "b.pdf").name == "b.pdf"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="không có tệp hoặc thư mục"):
        keep(b"pdf", tmp_path / "absent" / "a.pdf", "issued", "b.pdf")


@pytest.mark.parametrize(
    ("yaml", "sentence"),
    [
        (BOMB, "dòng 1, cột 4: không được dùng neo"),
        ("a: *b", "không được dùng neo"),
        ("a: 1\nb: 2\na: 3", "dòng 3, cột 1: mục “a” ghi hai lần"),
        ("? [a]\n: b", "tên mục phải là chữ"),
        ("a: b: c", "dòng 1, cột 5: không phải YAML đúng"),
        ("a: " + "[" * 20_000, "lồng nhau quá sâu"),
        ("- a", "phải là một danh mục"),
        ("a: \x01", "không phải YAML đúng"),
        ("\n", "trống"),
    ],
)
def test_a_bad_organisation_file_is_refused_at_once(
    tmp_path: Path, yaml: str, sentence: str
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(yaml, encoding="utf-8")
    with pytest.raises(Trouble, match=sentence):
        content_of(file)
