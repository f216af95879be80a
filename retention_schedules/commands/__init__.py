"""The commands of records management."""
