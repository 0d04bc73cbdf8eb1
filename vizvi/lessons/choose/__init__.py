"""Which model? The bound in place of the evidence."""
