"""Connecting the archive to its accounts: tokens, what they may read, and what platforms signal."""
