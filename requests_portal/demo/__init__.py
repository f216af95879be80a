"""``civickeep demo``: an invented city, played, kept, searched and answered for."""
