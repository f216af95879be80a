"""Facebook Pages: what is asked, what the answers mean, and in which order they are read."""
