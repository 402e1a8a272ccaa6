"""Particles and contacts inside a Zarr group: arrays as arrays, everything else as attributes."""

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from ceralyte.core.errors import InputError
from ceralyte.model import Capsules, GrainContacts, Packing, PressedPacking

_KINDS: dict[str, Any] = {
    kind.__name__: kind for kind in (PressedPacking, Packing, Capsules, GrainContacts)
}


def put_record(group: Any, record: Any) -> None:
    """Write a record of `model` into a Zarr group, field by field; records in it as groups."""
    plain: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            group.create_array(field.name, data=np.ascontiguousarray(value))
        elif is_dataclass(value):
            put_record(group.create_group(field.name), value)
        else:
            plain[field.name] = value.item() if isinstance(value, np.generic) else value
    group.attrs.update({"record": type(record).__name__, "fields": plain})


def get_record(group: Any, place: str) -> Any:
    """Return the record that `put_record` wrote."""
    import zarr

    name = group.attrs.get("record")
    if name not in _KINDS:
        raise InputError(place, f"holds a record '{name}'", ", ".join(_KINDS))
    values = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in group.attrs["fields"].items()
    }
    for key, member in group.members():
        values[key] = member[...] if isinstance(member, zarr.Array) else get_record(member, place)
    return _KINDS[name](**values)
