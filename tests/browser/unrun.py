"""Reports at the end of the run which browser journeys did not run, and why."""

from typing import Any

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    unrun = [report for report in terminalreporter.stats.get("skipped", []) if "browser" in report.keywords]
    if not unrun:
        return
    terminalreporter.section("浏览器测试没有运行", sep="!", red=True, bold=True)
    for reason in dict.fromkeys(_reason(report) for report in unrun):
        terminalreporter.write_line(reason, red=True)
    for report in unrun:
        terminalreporter.write_line(f"  没有运行：{report.nodeid}", red=True)
    terminalreporter.write_line(f"共 {len(unrun)} 项。QINQING_REQUIRE_BROWSER=1 时这算失败。", red=True)


def _reason(report: Any) -> str:
    return str(report.longrepr[2]).removeprefix("Skipped: ")
