"""Checking store against catalogue against ledger, and naming whatever does not fit."""
