"""Where everything is kept: the database, its migrations, sealed values and photo files."""
