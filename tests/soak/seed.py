"""The seed of a soak: another one each time, or SEED=… to see the same blows again."""

import os
from random import SystemRandom


def seed(trial: int = 0) -> int:
    """Of the trial. A failure shows it: given as SEED, the first trial repeats its blows."""
    chosen = int(os.environ.get("SEED") or SystemRandom().randrange(10**6)) + trial
    print(f"SEED={chosen}")  # now: who knows whether the trial comes to an end
    return chosen
