"""Pure rules that two sides need."""
