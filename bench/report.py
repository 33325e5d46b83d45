"""What a benchmark found: the figures that must hold, and a table with the peers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure that must hold. ``at_least``: the limit is a minimum, otherwise a maximum; ``aim``: where we want it."""

    what: str
    measured: float
    unit: str
    limit: float
    aim: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def row(self) -> tuple[str, ...]:
        bound = "≥" if self.at_least else "≤"
        aim = NOTHING if self.aim is None else f"{bound} {_number(self.aim)} {self.unit}"
        must = f"{bound} {_number(self.limit)} {self.unit}"
        return self.what, f"{_number(self.measured)} {self.unit}", must, aim, "yes" if self.holds else "**no**"


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    promises: list[Promise]
    notes: list[str] = field(default_factory=list)


def page(machine: Sequence[tuple[str, str]], reports: Sequence[Report]) -> str:
    """All reports as one Markdown page."""
    promised = [promise.row() for report in reports for promise in report.promises]
    must_hold = table(("figure", "measured", "must", "aim", "holds"), promised)
    how = "Written by `make bench`; each figure is the median of several runs. One alone: `python -m bench NAME`."
    parts = ["# Benchmarks", how, table(("machine", ""), machine), "## What must hold", must_hold]
    for report in reports:
        parts += [f"## {report.title}", table(report.columns, report.rows), *report.notes]
    return "\n\n".join(parts) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
