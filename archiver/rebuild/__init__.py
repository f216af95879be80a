"""Making the catalogue again from nothing but the object store."""
