"""Walking over a map from place to place, as its arrow keys do."""

from model.geography.directions import Direction, Directions


def reachable(directions: Directions, start: str) -> set[str]:
    """Return all that steps in any direction lead to."""
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for direction in Direction:
            to = directions.step(at, direction)
            if to is not None and to not in found:
                found.add(to)
                waiting.append(to)
    return found
