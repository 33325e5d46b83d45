"""Leases: what only one process may do at a time, and which processes are alive. Who stops renewing, loses it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table


class LeaseRow(Table):
    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]
