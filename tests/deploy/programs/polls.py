"""A program that writes its ready file and waits; with "deaf" it ignores the polite signal."""

import os
import signal
import sys
from pathlib import Path

if "deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
Path(os.environ["CONGVAN_READY_FILE"]).write_text("polls\n")
while True:
    signal.pause()
