"""What all sections of a recipe have in common."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Base of every section: frozen, unknown keys are errors.

    `example` says, for messages, where a document of this kind is shown.
    """

    example: ClassVar[str] = ""
    model_config = ConfigDict(frozen=True, extra="forbid")
