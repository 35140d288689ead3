"""What opens over the window for a moment: to choose, to ask, to tell.

Each dialog has a classmethod or function that asks, which tests replace; none alters the model but
through `ui.document.Document`.
"""
