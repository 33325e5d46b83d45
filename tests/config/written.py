"""The minimum that a configuration must contain, and how tests write one."""

from collections.abc import Callable
from pathlib import Path

LEAST = """\
[database]
url = "sqlite:///data/qinqing.db"
[files]
folder = "data/files"
[office]
name = "示例区营商环境办公室"
phone = "138 0000 0000"
region = "示例区"
[web]
public_url = "https://qinqing.example.gov.cn"
"""

Write = Callable[[str], Path]
