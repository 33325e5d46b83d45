"""Metrics of the worker."""

from prometheus_client import Histogram

STEP_SECONDS = Histogram(
    "qinqing_step_seconds",
    "Seconds from taking an update to its commit.",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
