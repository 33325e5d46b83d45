"""The content of a yearly notice: which weekdays are off, and which weekend days are worked instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """Days off (放假) and make-up workdays (调休上班), each with the Chinese name of its holiday."""

    off: Mapping[date, str] = field(default_factory=dict)
    on: Mapping[date, str] = field(default_factory=dict)
