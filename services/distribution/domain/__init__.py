"""Rules of the records desk: numbers, register, recipients, what may happen when."""
