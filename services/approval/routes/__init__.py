"""Approval's HTTP API: thin, everything is decided by the operations."""

from services.approval.routes import (
    acts,
    assigning,
    dispatches,
    grants,
    listing,
    notices,
    planning,
    statistics,
    tasks,
)

ROUTERS = (
    acts.router,
    assigning.router,
    planning.router,
    listing.router,
    tasks.router,
    dispatches.router,
    notices.router,
    grants.router,
    statistics.router,
)
