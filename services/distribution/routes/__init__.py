"""Distribution's HTTP API: thin, everything is decided by the operations."""

from services.distribution.routes import (
    access,
    acts,
    annexes,
    archive,
    books,
    certificates,
    desk,
    public,
    recalls,
    receiving,
    register,
    reservations,
)

ROUTERS = (
    acts.router,
    reservations.router,
    books.router,
    desk.router,
    register.router,
    annexes.router,
    certificates.router,
    archive.router,
    public.router,
    receiving.router,
    recalls.router,
    access.router,
)
