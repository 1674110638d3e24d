"""What workflow and services promise each other."""
