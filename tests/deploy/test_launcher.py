"""The launcher: read by any Python 3, and a .venv that is never half-made."""

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from deploy.local.settings import ROOT

LAUNCHER = ROOT / "congvan"
Done = subprocess.CompletedProcess[str]
PROGRAM = "import os, sys; print('ran', sys.argv[1:], os.getcwd(), sys.flags.safe_path)\n"


@pytest.fixture
def launcher() -> ModuleType:
    loader = SourceFileLoader("congvan_launcher", str(LAUNCHER))
    spec = spec_from_loader("congvan_launcher", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def new_checkout(folder: Path) -> Path:
    """A checkout without packages to install, whose command line is a line of Python."""
    (folder / "services" / "cli").mkdir(parents=True)
    for name in ("services/__init__.py", "services/cli/__init__.py"):
        (folder / name).touch()
    (folder / "services/cli/__main__.py").write_text(PROGRAM)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text("# nothing\n")
    (folder / "congvan").write_bytes(LAUNCHER.read_bytes())
    return folder


@pytest.fixture(scope="module")
def first_call(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A checkout where an earlier call was interrupted, and what the first whole one said."""
    folder = new_checkout(tmp_path_factory.mktemp("first") / "checkout")
    (folder / ".venv/bin").mkdir(parents=True)
    for left in ("congvan-unfinished", "half-installed", "bin/python"):
        (folder / ".venv" / left).touch()
    return folder, call(folder, "token", "van-thu")


@pytest.fixture
def checkout(first_call: tuple[Path, Done], tmp_path: Path) -> Path:
    """A checkout of one's own whose .venv has been made."""
    made = shutil.copytree(first_call[0], tmp_path / "checkout", symlinks=True)
    return Path(made)


def call(checkout: Path, *words: str) -> Done:
    """Call a checkout's launcher with a PATH on which neither uv nor Python is."""
    return subprocess.run(
        [sys.executable, checkout / "congvan", *words],
        cwd="/",
        env={"PATH": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_an_executable_that_python_3_5_can_read() -> None:
    ast.parse(LAUNCHER.read_text(), feature_version=(3, 5))
    assert os.access(LAUNCHER, os.X_OK)
    assert LAUNCHER.read_text().startswith("#!/usr/bin/env python3\n")


def test_it_imports_the_standard_library_only() -> None:
    tree = ast.parse(LAUNCHER.read_text())
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imported <= sys.stdlib_module_names


def test_an_old_python_is_told_what_to_install(launcher: ModuleType) -> None:
    sentence = launcher.too_old_sentence("3.9.2", "/usr/bin/python3")
    assert "3.11" in sentence
    assert "/usr/bin/python3 is 3.9.2" in sentence
    assert "apt-get install python3.11 python3.11-venv" in sentence
    assert "\n" not in sentence


def test_a_python_without_its_venv_module_is_told_what_to_install(launcher: ModuleType) -> None:
    assert "apt-get install python3-venv, or python3.11-venv" in launcher.no_venv_sentence((3, 11))


def test_a_python_without_ensurepip_says_so_in_one_sentence(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path / "checkout")
    # As Debian ships it: the standard library without the folder ensurepip.
    stdlib = Path(sysconfig.get_path("stdlib"))
    copy = tmp_path / "lib"
    copy.mkdir()
    for entry in stdlib.iterdir():
        if entry.name not in ("ensurepip", "site-packages", "__pycache__"):
            (copy / entry.name).symlink_to(entry)
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            DEBIAN.format(copy=str(copy), stdlib=str(stdlib)),
            checkout / "congvan",
            "up",
        ],
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("congvan: this Python has no venv module")
    assert "Traceback" not in done.stderr


DEBIAN = """
import runpy, sys
sys.path = [{copy!r} if path == {stdlib!r} else path for path in sys.path]
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_first_call_makes_the_venv_and_stamps_it(first_call: tuple[Path, Done]) -> None:
    checkout, first = first_call
    assert (first.returncode, first.stdout) == (0, "ran ['token', 'van-thu'] / True\n")
    assert "preparing .venv" in first.stderr
    digest = hashlib.sha256((checkout / "requirements.lock").read_bytes()).hexdigest()
    assert (checkout / ".venv/congvan-stamp").read_text() == f"run {digest}\n"


def test_later_calls_are_instant_until_the_lock_file_changes(checkout: Path) -> None:
    began = time.perf_counter()
    second = call(checkout)
    assert time.perf_counter() - began < 1
    assert (second.stdout, second.stderr) == ("ran [] / True\n", "")
    (checkout / "requirements.lock").write_text("# changed\n")
    assert "preparing .venv" in call(checkout).stderr


def test_a_venv_whose_making_was_interrupted_is_made_anew(checkout: Path) -> None:
    assert not (checkout / ".venv/half-installed").exists()
    assert not (checkout / ".venv/congvan-unfinished").exists()


def test_a_venv_made_by_hand_is_kept_and_stamped(checkout: Path) -> None:
    venv = checkout / ".venv"
    (venv / "congvan-stamp").unlink()
    (venv / "mine").touch()
    assert call(checkout).returncode == 0
    assert (venv / "mine").exists()
    assert (venv / "congvan-stamp").exists()


def test_two_at_once_wait_for_each_other(checkout: Path) -> None:
    (checkout / ".venv/congvan-stamp").unlink()
    folder = os.open(checkout, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with subprocess.Popen(
        [sys.executable, checkout / "congvan"],
        env={"PATH": "/nowhere"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as waiting:
        assert waiting.stderr
        assert "another congvan is preparing .venv" in waiting.stderr.readline()
        os.close(folder)
        said, _ = waiting.communicate()
    assert waiting.returncode == 0
    assert said.startswith("ran []")
