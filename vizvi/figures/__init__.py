"""Figures: arrays in, go.Figure out. One visual language for all of them."""
