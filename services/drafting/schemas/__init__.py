"""What drafting's API takes and gives, field by field."""
