"""The staff console: every report seen, answered and traced to its chat."""
