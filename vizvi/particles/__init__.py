"""Particles instead of a family: Stein variational gradient descent, and what tells how far a cloud of them is from p."""

from vizvi.particles.cloud import Cloud, Trail, follow
from vizvi.particles.stein import discrepancy, kernel_width, median_bandwidth, update

__all__ = ["Cloud", "Trail", "discrepancy", "follow", "kernel_width", "median_bandwidth", "update"]
