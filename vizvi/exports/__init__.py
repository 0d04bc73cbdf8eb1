"""Ways to take a picture away: files made of Picture and Board alone."""
