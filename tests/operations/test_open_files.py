"""The process may open as many files as its hard limit allows."""

import subprocess
import sys

RAISED = """
import resource
from bot.operations.open_files import raise_limit
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 512))
raise_limit()
print(resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def test_the_soft_limit_is_raised_to_the_hard_one() -> None:
    said = subprocess.run([sys.executable, "-c", RAISED], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "(512, 512)"
