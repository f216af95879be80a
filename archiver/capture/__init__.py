"""Visiting an account: what is asked, what was seen, what is new, what is gone."""
