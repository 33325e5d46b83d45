"""A demo house for the browser: killed, started again and stopped as a test likes."""

from pathlib import Path

from tests.crash.website import DemoProcess

STOPS_WITHIN = 20.0  # seconds


class DemoServer(DemoProcess):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.address = f"http://localhost:{self.port}"  # the name that people read in the README

    async def stop(self) -> None:
        """As an operator stops it; a house that has to be killed for that is a fault."""
        self.child.terminate()
        try:
            code = await self.ended(STOPS_WITHIN)
        finally:
            await self.end()
        assert code == 0, self.log.read_text("utf-8")

    def complaints(self) -> list[str]:
        """Warnings too: nothing goes wrong here on purpose."""
        lines = self.log.read_text("utf-8").splitlines()
        return [line for line in lines if any(word in line.lower() for word in ("error", "warning", "traceback"))]
