"""What a backup consists of, by itself: its manifest, and the files that it copies."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.backup.making import back_up, copy_files
from deploy.backup.manifest import Dump, Head, Manifest, newest_manifest, read_manifest
from deploy.backup.manifest import write_manifest as write
from deploy.backup.restoring import restore
from deploy.local.settings import settings_on_free_ports
from deploy.local.troubles import Trouble
from shared.domain.canonical import sha256
from shared.runtime.blobs import Blobs

MANIFEST = Manifest(
    format=1,
    at=datetime(2026, 11, 28, 1, 23, 45, tzinfo=UTC),
    postgres="18.6.3",
    schemas={"drafting": "20261128_0003"},
    organisations={"SVHTTDL": "a" * 64},
    registers={"SVHTTDL": Head(seq=781, hash="b" * 64)},
    dump=Dump(file="backup-20261128T012345Z.dump", sha256="c" * 64, bytes=12),
    blobs={"SVHTTDL": ["d" * 64]},
)


def test_a_manifest_is_read_as_it_was_written_and_the_newest_is_found(tmp_path: Path) -> None:
    write(tmp_path, MANIFEST)
    (tmp_path / "backup-note.json").write_text("{}")
    file = newest_manifest(tmp_path)
    assert file.name == "backup-20261128T012345Z.json"
    assert read_manifest(file) == MANIFEST


@pytest.mark.parametrize("name", ["at", "schemas", "registers", "dump", "blobs", "sha256"])
def test_a_manifest_that_anybody_changed_is_not_believed(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, MANIFEST)
    content = json.loads(file.read_text())
    file.write_text(json.dumps(content | {name: {}}))
    with pytest.raises(Trouble, match="đã bị sửa hoặc hỏng; chưa phục hồi gì"):
        read_manifest(file)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 1}', '{"sha256": "e"}'])
def test_what_is_no_manifest_is_not_believed_either(tmp_path: Path, text: str) -> None:
    file = tmp_path / "backup-20261128T012345Z.json"
    file.write_text(text)
    with pytest.raises(Trouble, match="đã bị sửa hoặc hỏng"):
        read_manifest(file)


def test_a_folder_without_a_whole_backup_has_none(tmp_path: Path) -> None:
    (tmp_path / "backup-20261128T012345Z.dump.part").touch()
    with pytest.raises(Trouble, match="không có bản sao lưu nào trọn vẹn"):
        newest_manifest(tmp_path)


async def test_files_are_copied_once_and_mended_where_the_copy_is_damaged(tmp_path: Path) -> None:
    source = Blobs((tmp_path / "store").as_uri())
    digests = sorted([await source.put("A", text) for text in (b"1", b"2")])
    (tmp_path / "store" / "A" / f".{digests[0]}.left-behind").write_bytes(b"")
    store, folder = (tmp_path / "store").as_uri(), tmp_path / "aside"
    assert await copy_files(store, folder) == ({"A": digests}, 2)
    assert await copy_files(store, folder) == ({"A": digests}, 0)
    (folder / "blobs" / "A" / digests[0]).write_bytes(b"damaged")
    assert await copy_files(store, folder) == ({"A": digests}, 1)
    assert await Blobs((folder / "blobs").as_uri()).get("A", digests[0]) in {b"1", b"2"}


async def test_a_damaged_file_is_named_and_not_copied(tmp_path: Path) -> None:
    store = tmp_path / "store"
    digest = await Blobs(store.as_uri()).put("A", b"1")
    (store / "A" / digest).write_bytes(b"2")
    with pytest.raises(Trouble, match=f"Tệp A/{digest} trong kho đã hỏng"):
        await copy_files(store.as_uri(), tmp_path / "aside")
    assert not list((tmp_path / "aside").rglob(digest))


async def test_the_names_in_an_object_store_are_those_in_a_folder() -> None:
    bucket = Blobs("memory:///")
    digest = await bucket.put("A", b"1")
    assert [name async for name in bucket.names()] == [("A", digest)]


DUMP = b"PGDMP"


async def whole_backup(folder: Path, **changed: Any) -> Manifest:
    """As far as it can be told without a database."""
    blob = await Blobs((folder / "blobs").as_uri()).put("A", b"1")
    name = MANIFEST.dump.file
    (folder / name).write_bytes(DUMP)
    dump = Dump(file=name, sha256=sha256(DUMP), bytes=len(DUMP))
    made = replace(MANIFEST, dump=dump, blobs={"A": [blob]})
    made = replace(made, **changed)
    write(folder, made)
    return made


async def refused(folder: Path, place: Path) -> str:
    settings = settings_on_free_ports(place / "var")
    with pytest.raises(Trouble) as trouble:
        await restore(settings, folder)
    assert not settings.var.exists(), "nothing is begun"
    return str(trouble.value)


def _cut(folder: Path) -> None:
    (folder / MANIFEST.dump.file).write_bytes(DUMP[:-1])


def _without_dump(folder: Path) -> None:
    (folder / MANIFEST.dump.file).unlink()


def _blob(folder: Path) -> Path:
    return next(file for file in (folder / "blobs").rglob("*") if file.is_file())


def _without_file(folder: Path) -> None:
    _blob(folder).unlink()


def _changed_file(folder: Path) -> None:
    _blob(folder).write_bytes(b"2")


def _changed_manifest(folder: Path) -> None:
    file = newest_manifest(folder)
    file.write_text(file.read_text().replace("18.6.3", "18.6.4"))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_cut, "thiếu, bị cắt hoặc bị sửa; chưa phục hồi gì"),
        (_without_dump, "thiếu, bị cắt hoặc bị sửa; chưa phục hồi gì"),
        (_without_file, "thiếu hoặc hỏng 1 tệp (A/"),
        (_changed_file, "thiếu hoặc hỏng 1 tệp (A/"),
        (_changed_manifest, "đã bị sửa hoặc hỏng; chưa phục hồi gì"),
    ],
)
async def test_a_backup_that_lacks_a_part_is_refused_before_anything_is_begun(
    damage: Callable[[Path], None], sentence: str, tmp_path: Path, place: Path
) -> None:
    await whole_backup(tmp_path)
    damage(tmp_path)
    assert sentence in await refused(tmp_path, place)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"schemas": {"drafting": "20991231_0001"}}, "bản phần mềm khác làm ra (drafting 2099"),
        ({"postgres": "99.1"}, "do PostgreSQL 99 làm ra"),
        ({"format": 2}, "có định dạng 2, bản phần mềm này chỉ đọc được 1"),
    ],
)
async def test_a_backup_of_another_release_is_refused_before_anything_is_begun(
    changed: dict[str, object], sentence: str, tmp_path: Path, place: Path
) -> None:
    await whole_backup(tmp_path, **changed)
    assert sentence in await refused(tmp_path, place)


async def test_the_engine_of_other_data_is_not_restored_into(tmp_path: Path, place: Path) -> None:
    await whole_backup(tmp_path)
    settings = settings_on_free_ports(place / "var")
    (settings.var / "temporal").mkdir(parents=True)
    with pytest.raises(Trouble, match="Bộ điều phối không được phục hồi mà bắt đầu trống"):
        await restore(settings, tmp_path)
    assert not (settings.var / "postgres").exists()


async def test_a_database_server_of_ones_own_is_left_to_its_own_tools(
    tmp_path: Path, place: Path
) -> None:
    settings = replace(settings_on_free_ports(place / "var"), outside_databases={"owner": "x"})
    for done in (back_up, restore):
        with pytest.raises(Trouble, match="theo docs/operations/own-postgresql"):
            await done(settings, tmp_path)


async def test_a_stack_that_does_not_run_is_not_backed_up(tmp_path: Path, place: Path) -> None:
    with pytest.raises(Trouble, match="Hệ thống chưa chạy"):
        await back_up(settings_on_free_ports(place / "var"), tmp_path / "aside")
    assert not (tmp_path / "aside").exists()
