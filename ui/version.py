"""The program's version; the same as in pyproject.toml, which a test sees to."""

VERSION = "0.1.0"

PROGRAM = f"Footprint {VERSION}"
"""What a file says that it was written by."""
