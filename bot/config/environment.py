"""Converts text from environment variables to the types of the settings: "8080" to 8080, "true" to True."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo


def typed(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _typed(model.model_fields.get(name), value) for name, value in values.items()}


def _typed(field: FieldInfo | None, value: Any) -> Any:
    if field is None:
        return value
    if isinstance(value, dict) and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
        return typed(field.annotation, value)
    if not isinstance(value, str):
        return value
    try:
        return TypeAdapter(field.rebuild_annotation()).validate_strings(value)
    except ValidationError:
        return value  # validation of the settings will report what is wrong
