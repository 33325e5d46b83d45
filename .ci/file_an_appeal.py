"""Files an appeal over HTTP as a phone would: python file_an_appeal.py http://localhost:8080"""

import re
import sys
import time
from typing import Any
from uuid import uuid4

import httpx

START_TIMEOUT_SECONDS = 120.0  # seconds for the product to start, on a machine that has just installed it


class Phone:
    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=10)
        self.token = ""

    def open(self) -> None:
        found = re.search(r'name="form-token" content="([^"]+)"', self._page().text)
        assert found, "the page carries no form token"
        self.token = found[1]
        self.post("start", {})

    def _page(self) -> httpx.Response:
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while True:
            try:
                return self.http.get("/chat")
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def post(self, what: str, content: dict[str, Any]) -> None:
        headers = {"X-Form-Token": self.token}
        answer = self.http.post(f"/chat/{what}", json={"id": str(uuid4()), **content}, headers=headers)
        assert answer.status_code == 202, (answer.status_code, answer.text)

    def reads(self, words: str) -> dict[str, Any]:
        """The newest message once it contains ``words``."""
        for _ in range(300):
            for event in reversed(self.http.get("/chat/history").json()["events"]):
                if words in event["body"].get("text", "") and event["body"]["from"]["is_bot"]:
                    return dict(event)
            time.sleep(0.1)
        raise SystemExit(f"'{words}' was never said")

    def press(self, under: str, label: str) -> None:
        shown = self.reads(under)
        for row in shown["body"]["reply_markup"]["inline_keyboard"]:
            for button in row:
                if label in button["text"]:
                    self.post("presses", {"message": shown["message"], "data": button["callback_data"]})
                    return
        raise SystemExit(f"no button '{label}' under '{under}'")


def main(address: str) -> None:
    phone = Phone(address)
    phone.open()
    phone.reads("一句话")
    phone.post("messages", {"text": "我们厂排污许可证办了一个月还没有批下来"})
    phone.press("您同意吗", "同意")
    for question, answer in (("怎么称呼您", "张示例"), ("联系电话", "13800001234")):
        phone.reads(question)
        phone.post("messages", {"text": answer})
    phone.reads("哪家企业")
    phone.post("messages", {"text": "示例食品有限公司"})
    phone.press("请核对", "确认提交")
    receipt = phone.reads("诉求编号")
    print(receipt["body"]["text"])


if __name__ == "__main__":
    main(sys.argv[1])
