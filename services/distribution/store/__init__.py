"""What distribution keeps; rows never leave this package."""
