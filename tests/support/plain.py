"""Calls to servers of this machine, which nobody encrypts."""

import ssl
from typing import Final

NO_CERTIFICATES: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients' `verify`: reading the authorities that they trust takes longer than most calls."""
