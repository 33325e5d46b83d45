"""The seed of a soak test: random, or SEED=… to repeat the same blows."""

import os
from random import SystemRandom


def seed(trial: int = 0) -> int:
    """The seed of the trial. A failure shows it: passed as SEED, the first trial repeats its blows."""
    chosen = int(os.environ.get("SEED") or SystemRandom().randrange(10**6)) + trial
    print(f"SEED={chosen}")  # printed now, since the trial may never end
    return chosen
