"""What the office is told about messages that were not delivered."""

from texts.speech import say


def dropped(name: str, label: str) -> str:
    """``label`` names what the message was about, "" if unknown."""
    return say(
        "有一条给{name}的消息没有发出：{subject}现在不归{name}看了。如果还需要{name}知道，请您另外告诉一声。",
        name=name or say("某位用户"),
        subject=label or say("这件事"),
    )


def held() -> str:
    return say(
        "有消息暂时没有送出，已经保留：正在运行的程序不认识其中的事项。请联系技术人员核对版本，升级后会自动送出。"
    )


def failed() -> str:
    return say("有消息暂时没有送出，已经保留：程序处理它时出了错。请联系技术人员查看日志，修好后会自动送出。")
