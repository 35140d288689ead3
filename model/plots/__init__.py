"""What plots show: numbers of groups, units, options and years, worked out without a picture."""
