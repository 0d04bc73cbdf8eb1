"""Models: what a posterior says about the world, and updates of their own."""
