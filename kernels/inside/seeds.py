"""Random numbers of a fork: others than those of its parent and of the other forks."""

import random
import sys

__all__ = ["reseed"]


def reseed() -> None:
    """Seed what would draw the same numbers in every fork, as far as it is imported."""
    random.seed()
    if "numpy.random" in sys.modules:  # Else it seeds itself when it is imported.
        sys.modules["numpy.random"].seed(random.getrandbits(32))
