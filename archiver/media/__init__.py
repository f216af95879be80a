"""The files of items: fetched safely, kept once, tried again, and kept from view where ordered."""
