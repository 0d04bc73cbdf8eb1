"""Diagnostics: one question of a fit per file, arrays out."""
