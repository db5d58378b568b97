"""The region pack in memory: categories, agencies, places, roads, words; pure look-ups."""
