"""Find what the archive holds, and see only what one may."""
