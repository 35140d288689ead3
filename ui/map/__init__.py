"""The map: the same plan as the chart, on the ground."""
