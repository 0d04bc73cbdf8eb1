"""The static edition: the live pages, recorded at every setting that a lesson sweeps, as files that need no server."""
