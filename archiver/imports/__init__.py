"""What came by file and not from a platform's API: read, kept, and marked as such for good."""
