"""The chart: one painter for screen and paper, the view, and its gestures."""
