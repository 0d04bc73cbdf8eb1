"""Integration: nodes and rules, and integrals over q, over p and over both, each with an error it states."""
