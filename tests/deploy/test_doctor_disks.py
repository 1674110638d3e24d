"""Every disk that a stack writes to is looked at, PostgreSQL's and the engine's too."""

from dataclasses import replace
from pathlib import Path

from deploy.local.doctor_disks import folders_of, nearly_full
from deploy.local.postgres_home import data_folder
from deploy.local.settings import settings_on_free_ports

MORE_THAN_ANY = 10**18


def test_a_disk_is_named_once_and_a_folder_that_is_not_made_yet_counts(tmp_path: Path) -> None:
    folders = [tmp_path / "var" / "temporal", tmp_path]
    (said,) = nearly_full(folders, MORE_THAN_ANY)
    assert said.endswith(f" MB free for {tmp_path / 'var' / 'temporal'}")
    assert nearly_full(folders, 0) == []


def test_what_runs_elsewhere_has_no_folder_here(tmp_path: Path) -> None:
    settings = settings_on_free_ports(tmp_path)
    own = folders_of(settings)
    assert {data_folder(tmp_path), tmp_path / "temporal", tmp_path / "blobs"} <= set(own)
    elsewhere = replace(
        settings, outside_databases={"owner": "x"}, outside_temporal="x:1", blobs="s3://blobs"
    )
    assert folders_of(elsewhere) == [tmp_path, tmp_path / "logs"]
