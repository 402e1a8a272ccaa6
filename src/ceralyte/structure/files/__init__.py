"""Structures as files for other programs; what was written comes back equal."""

from ceralyte.structure.files.formats import (
    check_field_suffix,
    check_suffix,
    contacts_beside_image,
    read_structure,
    write_fields,
    write_structure,
)

__all__ = [
    "check_field_suffix",
    "check_suffix",
    "contacts_beside_image",
    "read_structure",
    "write_fields",
    "write_structure",
]
