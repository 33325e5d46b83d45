"""The modules that define tables; importing them all gives the whole schema."""

from importlib import import_module

from sqlalchemy import MetaData

from storage.tables import Table

STORES = (
    "appeals.search_store",
    "appeals.store",
    "bot.demo.store",
    "bot.channels.webchat.store",
    "chats.outbound_store",
    "chats.store",
    "chats.upload_store",
    "directory.lesson_store",
    "directory.store",
    "outbox.store",
    "people.code_store",
    "people.post_store",
    "people.return_store",
    "people.store",
    "storage.meta_store",
    "storage.lease_store",
)


def whole_schema() -> MetaData:
    for store in STORES:
        import_module(store)
    return Table.metadata
