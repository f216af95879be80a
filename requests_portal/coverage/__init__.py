"""The coverage statement: when the city's accounts were watched and when not, on paper."""
