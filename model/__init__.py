"""The plan itself: organisations, posts, changes, totals, rules and layout.

Pure Python (numpy in `layout` only): no Qt, no SQLite, no file paths, no clock. What is
specific to one reorganisation comes in a `model.pack.Pack`.
"""
