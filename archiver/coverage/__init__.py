"""Which stretches of time of which account were watched, told from receipts alone."""
