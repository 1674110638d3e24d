"""The small service as a process of its own, until it is told to stop."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from shared.runtime.service import run
from shared.runtime.settings import PatienceSettings
from tests.shared.runtime.small_office import SERVICE, settings_of

if __name__ == "__main__":
    url, folder, port = sys.argv[1:]
    settings = settings_of(url, Path(folder), "http://127.0.0.1:1")
    asyncio.run(run(SERVICE, replace(settings, port=int(port), patience=PatienceSettings.read())))
