"""Packings as Apache Parquet; the properties stand in the metadata of its schema."""

import json
from io import BytesIO

from ceralyte.core.errors import InputError
from ceralyte.core.files import whole_file
from ceralyte.model import Packing
from ceralyte.packing.files.table import columns_of, packing_of, properties_of

_KEY = b"ceralyte"


def to_parquet(packing: Packing) -> bytes:
    """Return one row per particle: floats in metres, `touches` a list of numbers."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = columns_of(packing)
    table = pa.table(columns | {"touches": pa.array(columns["touches"], pa.list_(pa.int64()))})
    metadata = {_KEY: json.dumps(properties_of(packing), allow_nan=False).encode()}
    stream = BytesIO()
    parquet.write_table(table.replace_schema_metadata(metadata), stream)
    return stream.getvalue()


def from_parquet(content: bytes, place: str) -> Packing:
    """Return the packing of `to_parquet`."""
    from pyarrow import parquet

    with whole_file(place, "Parquet file"):
        table = parquet.read_table(BytesIO(content))
        metadata = table.schema.metadata or {}
        if _KEY not in metadata:
            raise InputError(place, "has no metadata 'ceralyte'", "a file by write_particles")
        properties, columns = json.loads(metadata[_KEY]), table.to_pydict()
    return packing_of(properties, columns, place)
