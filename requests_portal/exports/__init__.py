"""What an export needs from above: the answers of a search, and a certificate on paper."""
