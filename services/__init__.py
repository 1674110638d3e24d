"""The three services that own the stages, and the command line."""
