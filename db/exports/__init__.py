"""Reports of an option as files for other programs: pages of text, sheets."""
