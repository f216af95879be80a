"""Due work, and the leases under which it is done: once, by one process at a time."""
