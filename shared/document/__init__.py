"""The dispatch as a document."""
