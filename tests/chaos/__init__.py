"""The fault harness: many dispatches while everything dies, and whether anything was lost."""
