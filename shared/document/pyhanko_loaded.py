"""pyHanko, loaded in one piece: by one thread, for which all others wait.

Its modules import one another in circles. Threads that begin at different places, each for the
first time in a process, would wait for each other, which Python ends with an `ImportError`. So
whatever imports pyHanko imports this before.
"""

import pyhanko.pdf_utils.writer
import pyhanko.sign.timestamps
import pyhanko.sign.validation
import pyhanko.sign.validation.generic_cms
import pyhanko.sign.validation.pdf_embedded  # noqa: F401 -- to have them loaded
