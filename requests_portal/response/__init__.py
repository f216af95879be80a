"""The response to a data request: letter, records in context, native data, lists and manifest."""
