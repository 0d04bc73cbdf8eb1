"""The server behind the `vizvi` command: workers that share one address, and what the lab shows to the outside."""

from vizvi.serve.workers import serve, usual_workers

__all__ = ["serve", "usual_workers"]
