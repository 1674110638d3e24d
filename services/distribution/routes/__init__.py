"""Distribution's HTTP API: thin, everything is decided by the operations."""

from services.distribution.routes import (
    acts,
    annexes,
    certificates,
    desk,
    public,
    recalls,
    receiving,
    reservations,
)

ROUTERS = (
    acts.router,
    reservations.router,
    desk.router,
    annexes.router,
    certificates.router,
    public.router,
    receiving.router,
    recalls.router,
)
