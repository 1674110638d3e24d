"""Distribution's HTTP API: thin, everything is decided by the operations."""

from services.distribution.routes import desk

ROUTERS = (desk.router,)
