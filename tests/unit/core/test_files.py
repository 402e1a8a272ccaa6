"""What goes wrong with a file of a user is called what it is."""

import errno

import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.files import missing, read_file, whole_file


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be read: Permission denied"),
        (OSError(errno.EIO, "Input/output error"), "cannot be read: Input/output error"),
        (MemoryError(), "asks for more memory than there is, or is damaged"),
        (OSError("no signature"), "is no image, damaged or cut off: OSError: no signature"),
        (
            ValueError("bad block. "),
            r"is no image, damaged or cut off: ValueError: bad block\. A",
        ),
        (ValueError("checksum b'0'."), "is damaged: what it holds has another checksum than it "),
        (OSError(errno.EINVAL, "Invalid argument"), "is no image, damaged or cut off: OSError"),
    ],
)
def test_damage_and_refusals_are_told_apart(error, message):
    with pytest.raises(InputError, match=f"^a.tif: {message}"), whole_file("a.tif", "image"):
        raise error


def test_a_file_that_is_not_there_is_told_with_the_names_near_it(tmp_path):
    (tmp_path / "ct.zarr").mkdir()
    error = missing(tmp_path / "ct.zar", "an image", "file or folder")
    assert str(error) == (
        f"{tmp_path / 'ct.zar'}: there is no such file or folder. "
        f"Allowed: did you mean '{tmp_path / 'ct.zarr'}'? An image"
    )
    with pytest.raises(InputError, match=r"no such file\. Allowed: did you mean '.*ct\.zarr"):
        read_file(tmp_path / "ct.zar", 1.0, "text")
    assert missing(tmp_path / "nowhere" / "ct.zarr", "an image").allowed == "an image"
    assert missing(tmp_path / "other.sqlite", "a store").allowed == "a store"
