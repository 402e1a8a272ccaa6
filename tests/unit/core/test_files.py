"""What goes wrong with a file of a user is called what it is."""

import errno

import pytest

from ceralyte.core.errors import InputError
from ceralyte.core.files import whole_file


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be read: Permission denied"),
        (OSError(errno.EIO, "Input/output error"), "cannot be read: Input/output error"),
        (MemoryError(), "asks for more memory than there is, or is damaged"),
        (OSError("no signature"), "is no image, damaged or cut off: OSError: no signature"),
        (OSError(errno.EINVAL, "Invalid argument"), "is no image, damaged or cut off: OSError"),
    ],
)
def test_damage_and_refusals_are_told_apart(error, message):
    with pytest.raises(InputError, match=f"^a.tif: {message}"), whole_file("a.tif", "image"):
        raise error
