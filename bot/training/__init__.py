"""Makes models from the data, and says when a new one is due."""
