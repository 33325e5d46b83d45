"""First tables."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id, Json, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "appeal_text",
        sa.Column("id", Id, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appeal_text"),
    )
    op.create_table(
        "audit",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("details", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_person_act_at", "audit", ["person", "act", "at"])
    op.create_index("ix_audit_thing_thing_id", "audit", ["thing", "thing_id"])
    op.create_table(
        "chat",
        sa.Column("id", Id, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("external", sa.String(), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat"),
        sa.UniqueConstraint("channel", "external", name="uq_chat_channel_external"),
    )
    op.create_table(
        "demo_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ahead_seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demo_clock"),
    )
    op.create_table(
        "directory_version",
        sa.Column("id", Id, nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_version"),
    )
    op.create_table(
        "enterprise",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("township", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("checked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enterprise"),
        sa.UniqueConstraint("credit_code", name="uq_enterprise_credit_code"),
    )
    op.create_index("ix_enterprise_name", "enterprise", ["name"])
    op.create_table(
        "house",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_house"),
    )
    op.create_table(
        "person",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("withholds_phone", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("consented_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "unit",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("aliases", Json, nullable=False),
        sa.Column("duties", Json, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("name", name="uq_unit_name"),
    )
    op.create_table(
        "web_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_web_secret"),
    )
    op.create_table(
        "account",
        sa.Column("chat", Id, nullable=False),
        sa.Column("person", Id, nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_account_chat"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_account_person"),
        sa.PrimaryKeyConstraint("chat", name="pk_account"),
    )
    op.create_index("ix_account_person", "account", ["person"])
    op.create_table(
        "chat_event",
        sa.Column("chat", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_chat_event_chat"),
        sa.PrimaryKeyConstraint("chat", "number", name="pk_chat_event"),
    )
    op.create_index("ix_chat_event_chat_message_number", "chat_event", ["chat", "message", "number"])
    op.create_table(
        "demo_seat",
        sa.Column("id", Id, nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_demo_seat_chat"),
        sa.PrimaryKeyConstraint("id", name="pk_demo_seat"),
        sa.UniqueConstraint("key", name="uq_demo_seat_key"),
    )
    op.create_table(
        "dialog_state",
        sa.Column("chat", Id, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("data", Json, nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_dialog_state_chat"),
        sa.PrimaryKeyConstraint("chat", "key", name="pk_dialog_state"),
    )
    op.create_table(
        "file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_file_chat"),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
    )
    op.create_index("ix_file_chat", "file", ["chat"])
    op.create_table(
        "inbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("external", sa.String(), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_inbox_chat"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("chat", "external", name="uq_inbox_chat_external"),
    )
    op.create_index(
        "ix_inbox_order",
        "inbox",
        ["chat", "id"],
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id"],
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    )
    op.create_table(
        "post",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit", Id, nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("person", Id, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_post_person"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_post_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("unit", "name", "role", name="uq_post_unit_name_role"),
    )
    op.create_index("ix_post_person", "post", ["person"])
    op.create_table(
        "represents",
        sa.Column("person", Id, nullable=False),
        sa.Column("enterprise", Id, nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise"], ["enterprise.id"], name="fk_represents_enterprise"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_represents_person"),
        sa.PrimaryKeyConstraint("person", "enterprise", name="pk_represents"),
    )
    op.create_table(
        "web_session",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_web_session_chat"),
        sa.PrimaryKeyConstraint("digest", name="pk_web_session"),
    )
    op.create_index("ix_web_session_chat", "web_session", ["chat"])
    op.create_index("ix_web_session_expires_at", "web_session", ["expires_at"])
    op.create_table(
        "appeal",
        sa.Column("id", Id, nullable=False),
        sa.Column("filer", Id, nullable=False),
        sa.Column("enterprise", Id, nullable=True),
        sa.Column("enterprise_name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_number", sa.String(), nullable=True),
        sa.Column("suggested", Id, nullable=True),
        sa.Column("accused", Json, nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("text", Id, nullable=False),
        sa.Column("files", Json, nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("unit", Id, nullable=True),
        sa.Column("handler", Id, nullable=True),
        sa.Column("next_due", Moment(), nullable=True),
        sa.Column("next_ping_at", Moment(), nullable=True),
        sa.Column("pings", Json, nullable=False),
        sa.ForeignKeyConstraint(["enterprise"], ["enterprise.id"], name="fk_appeal_enterprise"),
        sa.ForeignKeyConstraint(["filer"], ["person.id"], name="fk_appeal_filer"),
        sa.ForeignKeyConstraint(["handler"], ["post.id"], name="fk_appeal_handler"),
        sa.ForeignKeyConstraint(["suggested"], ["unit.id"], name="fk_appeal_suggested"),
        sa.ForeignKeyConstraint(["text"], ["appeal_text.id"], name="fk_appeal_text"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_appeal_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_appeal"),
        sa.UniqueConstraint("source", "source_number", name="uq_appeal_source_source_number"),
    )
    op.create_index("ix_appeal_filer", "appeal", ["filer"])
    op.create_index(
        "ix_appeal_ping",
        "appeal",
        ["next_ping_at"],
        sqlite_where=sa.text("next_ping_at IS NOT NULL"),
        postgresql_where=sa.text("next_ping_at IS NOT NULL"),
    )
    op.create_index("ix_appeal_stage", "appeal", ["stage", "next_due"])
    op.create_index("ix_appeal_unit_open", "appeal", ["unit", "next_due"])
    op.create_table(
        "invitation",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("post", Id, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("used_by", Id, nullable=True),
        sa.ForeignKeyConstraint(["post"], ["post.id"], name="fk_invitation_post"),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name="fk_invitation_used_by"),
        sa.PrimaryKeyConstraint("digest", name="pk_invitation"),
    )
    op.create_index("ix_invitation_post", "invitation", ["post"])
    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("person", Id, nullable=True),
        sa.Column("post", Id, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("buttons", Json, nullable=False),
        sa.Column("put_at", Moment(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("chat", sa.Integer(), nullable=True),
        sa.CheckConstraint("(person IS NULL) <> (post IS NULL)", name="ck_outbox_one_recipient"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_outbox_person"),
        sa.ForeignKeyConstraint(["post"], ["post.id"], name="fk_outbox_post"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["lane", "not_before", "id"],
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.create_table(
        "appeal_fact",
        sa.Column("appeal", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", Id, nullable=True),
        sa.Column("unit", Id, nullable=True),
        sa.Column("handler", Id, nullable=True),
        sa.Column("note", Id, nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("dues", Json, nullable=True),
        sa.ForeignKeyConstraint(["appeal"], ["appeal.id"], name="fk_appeal_fact_appeal"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_appeal_fact_by"),
        sa.ForeignKeyConstraint(["handler"], ["post.id"], name="fk_appeal_fact_handler"),
        sa.ForeignKeyConstraint(["note"], ["appeal_text.id"], name="fk_appeal_fact_note"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_appeal_fact_unit"),
        sa.PrimaryKeyConstraint("appeal", "position", name="pk_appeal_fact"),
    )
