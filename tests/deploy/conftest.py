"""Folders that every account may enter: as root, PostgreSQL runs under another one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def new_place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="congvan-deploy-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def place() -> Iterator[Path]:
    with new_place() as folder:
        yield folder
