"""The map: units on it, and painting them into groups."""
