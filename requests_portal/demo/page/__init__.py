"""The page of results: one local HTML file, one module and one template a section."""
