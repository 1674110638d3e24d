"""Threads that need pyHanko for the first time at once load it in one piece."""

import subprocess
import sys

from deploy.local.settings import ROOT

LOADED_FIRST = "import shared.document.pyhanko_loaded\n"
AT_ONCE = """
import importlib, sys, threading
sys.setswitchinterval(1e-6)
names = ("long_term", "verify_annex", "verify", "sign", "keys", "annex", "stamping", "renewals")
begin = threading.Barrier(len(names))

def load(name):
    begin.wait()
    importlib.import_module(f"shared.document.{name}")
    sys.stdout.write(f"{name}\\n")  # in one piece, whoever else writes

for name in names:
    threading.Thread(target=load, args=(name,)).start()
"""


def test_threads_that_begin_at_different_places_do_not_wait_for_each_other() -> None:
    run = [sys.executable, "-c", AT_ONCE]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stderr, len(done.stdout.split())) == ("", 8)


def test_whatever_imports_pyhanko_has_it_loaded_before() -> None:
    ours = [file for part in ("shared", "services") for file in (ROOT / part).rglob("*.py")]
    texts = {file: file.read_text(encoding="utf-8") for file in ours}
    import_it = {file for file, text in texts.items() if "\nfrom pyhanko" in text}
    assert import_it
    assert not [file for file in import_it if LOADED_FIRST not in texts[file]]
