"""What the kit's start-up probe calls: the program, as `python main.py FILE` starts it.

Nothing is imported here that main.py would not import, and the module path is that of main.py.
"""

import os.path
import sys


def start() -> None:
    """Start Footprint with the arguments that are in `sys.argv`."""
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.dirname(os.path.dirname(os.path.dirname(here)))
    sys.path.remove(here)
    sys.path[0] = root
    sys.argv[0] = os.path.join(root, "main.py")
    import main

    sys.exit(main.main())
