"""A program that keeps its ready file fresh; with "deaf" it ignores the polite signal."""

import os
import signal
import sys
import time
from pathlib import Path

if "deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
ready = Path(os.environ["CONGVAN_READY_FILE"])
ready.write_text(str(os.getpid()))
while True:
    time.sleep(10)
    os.utime(ready)
