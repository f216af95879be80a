"""Which record series an item belongs to, how long it is kept, what holds it, and the audit."""
