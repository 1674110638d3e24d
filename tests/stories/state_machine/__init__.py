"""A model of the office and the real flow, driven by the same random acts."""
