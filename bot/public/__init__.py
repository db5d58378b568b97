"""Pages for anyone: how to report, and what happens with personal data. No personal data on them."""
