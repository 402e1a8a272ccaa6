"""Structures as VTK image data in XML, for ParaView; voxels follow the XML, compressed."""

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from ceralyte.model import Structure
from ceralyte.structure.files.header import header_of, require_room, structure_of

_TYPES: dict[str, np.dtype[Any]] = {
    "UInt8": np.dtype("|u1"),
    "Int32": np.dtype("<i4"),
    "Float32": np.dtype("<f4"),
}
_BLOCK = 2**22
_LEVEL = 1  # of zlib: 9 takes 40 times as long for labels
_MARK = b"_"


def write_vti(
    structure: Structure, path: Path, fields: Mapping[str, NDArray[Any]] | None = None
) -> None:
    """Write cell arrays phase, grain and `fields`; x runs fastest, lengths in metres.

    A field is an ndarray (nx, ny, nz), or (3, nx, ny, nz) of a vector.
    """
    arrays: dict[str, tuple[str, NDArray]] = {
        "phase": ("UInt8", structure.phase),
        "grain": ("Int32", structure.grain),
        "header": ("UInt8", np.frombuffer(json.dumps(header_of(structure)).encode(), np.uint8)),
        **{name: ("Float32", values) for name, values in (fields or {}).items()},
    }
    parts = {
        name: _compressed(np.asarray(data, _TYPES[kind]).tobytes(order="F"))
        for name, (kind, data) in arrays.items()
    }
    kinds = {name: kind for name, (kind, _) in arrays.items()}
    vectors = {name for name, (_, data) in arrays.items() if data.ndim == 4}
    root = _document(structure, kinds, parts, vectors)
    head, tail = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True).split(b"@")
    with path.open("wb") as file:
        file.write(head + _MARK)
        file.writelines(parts.values())
        file.write(tail)


def read_vti(path: Path) -> Structure:
    """Return the structure that `write_vti` wrote."""
    head, rest = path.read_bytes().split(b'<AppendedData encoding="raw">' + _MARK, 1)
    root = ElementTree.fromstring(head + b"</VTKFile>")
    extent = root.find("ImageData").attrib["WholeExtent"]  # type: ignore[union-attr]
    sides = [int(n) for n in extent.split()[1::2]]
    require_room(sides, str(path))
    found = {e.attrib["Name"]: e for e in root.iter("DataArray")}
    flat = {
        name: np.frombuffer(
            _decompressed(rest, int(found[name].attrib["offset"])),
            _TYPES[found[name].attrib["type"]],
        )
        for name in ("phase", "grain", "header")
    }
    phase, grain = (flat[name].reshape(sides, order="F") for name in ("phase", "grain"))
    return structure_of(json.loads(flat["header"].tobytes()), phase, grain, str(path))


def _document(
    structure: Structure, kinds: dict[str, str], parts: dict[str, bytes], vectors: set[str]
) -> ElementTree.Element:
    """The XML with an "@" where the appended bytes go."""
    extent = " ".join(f"0 {n}" for n in structure.shape)
    root = ElementTree.Element(
        "VTKFile",
        type="ImageData",
        version="1.0",
        byte_order="LittleEndian",
        header_type="UInt64",
        compressor="vtkZLibDataCompressor",
    )
    image = ElementTree.SubElement(
        root,
        "ImageData",
        WholeExtent=extent,
        Origin="0 0 0",
        Spacing=" ".join([repr(float(structure.voxel_size))] * 3),
    )
    field = ElementTree.SubElement(image, "FieldData")
    piece = ElementTree.SubElement(image, "Piece", Extent=extent)
    cells = ElementTree.SubElement(piece, "CellData", Scalars="phase")
    offset = 0
    for name, part in parts.items():
        array = ElementTree.SubElement(
            field if name == "header" else cells,
            "DataArray",
            type=kinds[name],
            Name=name,
            format="appended",
            offset=str(offset),
        )
        if name in vectors:
            array.set("NumberOfComponents", "3")
        if name == "header":
            array.set("NumberOfTuples", str(_size(part)))
        offset += len(part)
    ElementTree.SubElement(root, "AppendedData", encoding="raw").text = "@"
    return root


def _compressed(content: bytes) -> bytes:
    """Blocks of zlib behind their number, size, size of the last one, and compressed sizes."""
    blocks = [
        zlib.compress(content[start : start + _BLOCK], _LEVEL)
        for start in range(0, len(content), _BLOCK)
    ]
    sizes = [len(blocks), _BLOCK, len(content) % _BLOCK, *map(len, blocks)]
    return np.array(sizes, "<u8").tobytes() + b"".join(blocks)


def _size(part: bytes) -> int:
    """Bytes in a part before it was compressed."""
    blocks, block, last = (int(n) for n in np.frombuffer(part, "<u8", 3))
    return (blocks - 1) * block + last if last else blocks * block


def _decompressed(content: bytes, offset: int) -> bytes:
    blocks = int(np.frombuffer(content, "<u8", 1, offset)[0])
    sizes = np.frombuffer(content, "<u8", blocks, offset + 24).tolist()
    start, plain = offset + 24 + 8 * blocks, []
    for size in sizes:
        plain.append(zlib.decompressobj().decompress(content[start : start + size], _BLOCK))
        start += size
    return b"".join(plain)
