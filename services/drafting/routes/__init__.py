"""Drafting's HTTP API: thin, everything is decided by the operations."""

from services.drafting.routes import archive, attachments, dispatches, drafts, submission

ROUTERS = (drafts.router, attachments.router, submission.router, dispatches.router, archive.router)
