"""What counts as infrastructure being away: retried by machines, said to people as "later"."""

from typing import Final

from obstore.exceptions import BaseError as BlobStoreError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from temporalio.service import RPCError

from shared.runtime.blobs import BlobMissing
from shared.runtime.organisations import OrganisationUnknown

AWAY: Final = (
    OSError,
    TimeoutError,
    InterfaceError,
    OperationalError,
    PoolTimeout,
    RPCError,
    BlobStoreError,
    BlobMissing,
    OrganisationUnknown,
)
