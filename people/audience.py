"""Whom a message is meant for, before the actual recipients are known."""

from enum import StrEnum


class Audience(StrEnum):
    HANDLER = "handler"  # 具办专员
    CHIEF = "chief"  # 首席专员
    OFFICE = "office"  # 区营商办
    DISCIPLINE = "discipline"  # 区纪委监委
