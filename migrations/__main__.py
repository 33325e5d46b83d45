"""``python -m migrations "what changes"`` generates the next migration from changes in the tables, to be reviewed."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from migrations.stores import whole_schema
from storage.migrate import connected, upgrade


def main(subject: str) -> None:
    number = f"{len(list((Path(__file__).parent / 'versions').glob('0*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        upgrade(url)
        with connected(url) as config:
            config.attributes["metadata"] = whole_schema()
            command.revision(config, subject, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "change")
