"""Approval owns people's decisions."""
