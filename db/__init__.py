"""What Footprint reads and writes: packs, scenario files, tables.

Everything that comes from outside is checked here before the model sees it. Imports `model`
only: no Qt, and no words of any one reorganisation.
"""
