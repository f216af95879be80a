"""What is due when, and doing it: the tiers of an account, the kinds of work, the worker."""
