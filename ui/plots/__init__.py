"""Plots of an option's numbers, loaded when they are first shown."""
