"""Keeping one item at once, because somebody is about to act on it."""
