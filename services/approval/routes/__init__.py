"""Approval's HTTP API: thin, everything is decided by the operations."""

from services.approval.routes import (
    acts,
    archive,
    assigning,
    certificates,
    dispatches,
    grants,
    listing,
    notices,
    planning,
    signing,
    statistics,
    tasks,
)

ROUTERS = (
    acts.router,
    signing.router,
    assigning.router,
    planning.router,
    listing.router,
    tasks.router,
    dispatches.router,
    notices.router,
    grants.router,
    certificates.router,
    statistics.router,
    archive.router,
)
