"""The commands of the request desk."""
