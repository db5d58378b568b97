"""Rasa pipeline components that read Indonesian as it is written in this region."""
