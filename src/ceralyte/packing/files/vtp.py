"""Packings as VTK PolyData in XML, for ParaView; binary arrays inside, so exact."""

from base64 import b64encode
from io import BytesIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Packing
from ceralyte.packing.files.table import contact_counts

_TYPES = {"<f8": "Float64", "<i8": "Int64", "|u1": "UInt8"}


def to_vtp(packing: Packing) -> bytes:
    """Return points (m) with the arrays diameter_m, contacts, rattler and the field box_m.

    In ParaView: filter Glyph, type Sphere, scale array diameter_m, scale factor 1.
    """
    n = len(packing)
    root = Element(
        "VTKFile",
        type="PolyData",
        version="1.0",
        byte_order="LittleEndian",
        header_type="UInt64",
    )
    data = SubElement(root, "PolyData")
    field = _array(SubElement(data, "FieldData"), "box_m", packing.box, "<f8")
    field.set("NumberOfTuples", "3")
    piece = SubElement(data, "Piece", NumberOfPoints=str(n), NumberOfVerts=str(n))
    values = SubElement(piece, "PointData", Scalars="diameter_m")
    _array(values, "diameter_m", packing.diameters, "<f8")
    _array(values, "contacts", contact_counts(packing), "<i8")
    if packing.fixed_contacts is not None:
        _array(values, "fixed_contacts", packing.fixed_contacts, "<i8")
    _array(values, "rattler", packing.rattlers, "|u1")
    points = _array(SubElement(piece, "Points"), "centres_m", packing.centres, "<f8")
    points.set("NumberOfComponents", "3")
    vertices = SubElement(piece, "Verts")
    _array(vertices, "connectivity", np.arange(n), "<i8")
    _array(vertices, "offsets", np.arange(1, n + 1), "<i8")
    stream = BytesIO()
    ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)
    return stream.getvalue()


def _array(parent: Element, name: str, values: NDArray, kind: str) -> Element:
    """Append a data array; base64 of its length in bytes and its bytes."""
    content = np.ascontiguousarray(values, dtype=kind).tobytes()
    element = SubElement(parent, "DataArray", type=_TYPES[kind], Name=name, format="binary")
    element.text = b64encode(np.array([len(content)], "<u8").tobytes() + content).decode()
    return element
