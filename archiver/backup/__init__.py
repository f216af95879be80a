"""Backing an archive up into a plain folder, and making the archive again from it."""
