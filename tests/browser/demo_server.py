"""A demo server for browser tests, which they can kill, restart and stop."""

from datetime import UTC, datetime
from pathlib import Path

from bot.config import file as config_file
from people import invitation_service, post_store
from people.model import Role
from storage.database import Database
from tests.crash.website import DemoProcess

STOPS_WITHIN = 20.0  # seconds


class DemoServer(DemoProcess):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.address = f"http://localhost:{self.port}"  # the name that the README tells people to open

    async def invite(self, role: Role) -> str:
        """An invitation to the first post of the role, as `qinqing invite` makes it."""
        db = Database(config_file.demo(self._demo).database_url)
        try:
            async with db.transaction() as session:
                post = (await post_store.posts(session, role))[0]
                return await invitation_service.invite(session, post.id, datetime.now(UTC))
        finally:
            await db.close()

    async def stop(self) -> None:
        """Stop it like an operator; having to kill it is a failure."""
        self.child.terminate()
        try:
            code = await self.ended(STOPS_WITHIN)
        finally:
            await self.end()
        assert code == 0, self.log.read_text("utf-8")

    def complaints(self) -> list[str]:
        """Logged problems, including warnings, since nothing goes wrong here on purpose."""
        lines = self.log.read_text("utf-8").splitlines()
        return [line for line in lines if any(word in line.lower() for word in ("error", "warning", "traceback"))]
