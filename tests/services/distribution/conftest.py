"""A records desk of its own for each test module."""

from typing import Any

import pytest

from tests.services.distribution.records_desk import RecordsDesk
from tests.support.office import LANG_SON, TINY, Office, content_of


@pytest.fixture(scope="module")
async def desk(office: Office) -> RecordsDesk:
    content: dict[str, Any] = content_of(LANG_SON)
    await office.load("distribution", content_of(TINY))
    return await RecordsDesk.open(office, content)
