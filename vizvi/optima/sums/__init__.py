"""Sums over nodes that give a divergence with its slope and curvature, one file per kind of family."""
