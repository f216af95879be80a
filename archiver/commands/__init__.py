"""The commands of this package: one noun or verb a file, light until it runs."""
