"""Measures how well the model of the present data understands real sentences."""
