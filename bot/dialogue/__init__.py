"""The only room that knows Rasa: reads a message, runs a turn, keeps the tracker."""
