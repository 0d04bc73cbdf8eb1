"""Coordinate ascent: when each half is easy."""
