"""Alarms that reach a person: what is wrong is found in the catalogue, kept, and told."""
