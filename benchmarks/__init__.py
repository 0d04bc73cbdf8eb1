"""Speed, measured where a user would feel it: `python -m benchmarks`."""
