"""What people and the flow do with drafts; each function works in its caller's transaction."""
