"""Whom a client believes: reading every authority's certificate takes longer than most calls."""

import ssl
from collections.abc import Iterable

import httpx


def trusted(urls: Iterable[str]) -> ssl.SSLContext:
    """Every authority where an address needs one; nobody where none does."""
    if any(httpx.URL(url).scheme == "https" for url in urls):
        return httpx.create_ssl_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
