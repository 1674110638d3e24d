"""What counts as infrastructure being away: retried by machines, said to people as "later"."""

from typing import Final

from obstore.exceptions import BaseError as BlobStoreError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from temporalio.service import RPCError

from shared.runtime.blob_folder import FolderFull
from shared.runtime.blobs import BlobMissing
from shared.runtime.organisations import OrganisationUnknown, OrganisationUnreadable

AWAY: Final = (
    ConnectionError,
    TimeoutError,
    InterfaceError,
    OperationalError,
    PoolTimeout,
    RPCError,
    BlobStoreError,
    BlobMissing,
    FolderFull,
    OrganisationUnknown,
    OrganisationUnreadable,
)
"""No OSError as such: a file that is missing or closed to us stays so until somebody acts."""
