"""The catalogue: a projection of the object store that can be asked questions."""
