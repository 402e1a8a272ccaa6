"""Errors as answers: what the user can mend in words, everything else without its insides."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from ceralyte.app.door import error_of
from ceralyte.app.guard import Refused
from ceralyte.core.errors import CeralyteError, InputError, MultipleInputError
from ceralyte.core.problems import problems_of

_LOG = logging.getLogger("ceralyte.app")


def answer_problems(app: FastAPI, data: Path) -> None:
    """Make `app` answer errors as ``{"error": {"message", "field", "allowed", "nearest"}}``.

    Parameters
    ----------
    app : FastAPI
    data : Path
        The data folder, which no message tells.
    """
    folder = str(data)

    def scrubbed(text: str) -> str:
        for inside in ("uploads", "jobs", "temporary"):
            text = text.replace(os.path.join(folder, inside) + os.sep, "")  # noqa: PTH118  # texts
        return text.replace(folder, "the data folder").encode(errors="backslashreplace").decode()

    def told(status: int, error: dict[str, object]) -> JSONResponse:
        plain = {k: scrubbed(v) if isinstance(v, str) else v for k, v in error.items()}
        return JSONResponse({"error": plain}, status)

    @app.exception_handler(CeralyteError)
    def _ours(_: Request, error: CeralyteError) -> JSONResponse:
        if isinstance(error, MultipleInputError):
            error = error.errors[0]
        if isinstance(error, InputError):
            return told(422, error_of(error, getattr(error, "path", ())))
        return told(422, {"message": str(error)})

    @app.exception_handler(RequestValidationError)
    def _form(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = error.errors()
        if errors[0]["type"] == "json_invalid":
            return told(422, {"message": f"the body is no JSON: {errors[0]['ctx']['error']}"})
        asked = {e["loc"][1]: e["input"] for e in errors if e["loc"][0] != "body"}
        body = error.body if isinstance(error.body, Mapping) else {}
        placed = [e | {"loc": e["loc"][1:]} for e in errors]
        first = problems_of(placed, {**asked, **body}, "", BaseModel)[0]
        return told(422, error_of(first.error))

    @app.exception_handler(HTTPException)
    def _plain(_: Request, error: HTTPException) -> JSONResponse:
        return told(error.status_code, {"message": str(error.detail)})

    @app.exception_handler(Refused)
    def _refused(_: Request, error: Refused) -> JSONResponse:
        return told(error.status, {"message": error.message})

    @app.exception_handler(Exception)
    def _unforeseen(_: Request, error: Exception) -> JSONResponse:
        number = token_hex(4)
        _LOG.error("unforeseen error %s", number, exc_info=error)
        message = f"something went wrong in ceralyte; the server's output names it under {number}"
        return told(500, {"message": message})
