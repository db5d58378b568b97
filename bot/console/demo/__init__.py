"""An invented month of the region, for trying the program and for measuring it."""
