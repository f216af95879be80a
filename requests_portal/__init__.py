"""Data requests under the Minnesota Government Data Practices Act: rules, review, responses."""
