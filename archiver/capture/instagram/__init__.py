"""Professional Instagram accounts: what is asked, what the answers mean, how they are read."""
