"""Exports: records, views and proofs in formats that other programs read without us."""
