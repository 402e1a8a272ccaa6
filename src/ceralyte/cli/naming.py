"""The library names its parameters; a command names its options, as they are written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from typer import BadParameter
from typer.core import TyperCommand, TyperOption

from ceralyte.core.errors import InputError, MultipleInputError, moved, name_and_rest, parts_of


@contextmanager
def called(options: Mapping[str, str]) -> Iterator[None]:
    """Put errors of parameters to the options by which they are given, where names differ."""
    try:
        yield
    except InputError as error:
        raise moved(error, options) from error


class Named(TyperCommand):
    """A command whose errors name the option: `--boundary-capacitance`, not the parameter."""

    def make_context(self, *arguments: Any, **more: Any) -> Any:
        """Read the command line; a value that is none is told as it was typed."""
        try:
            return super().make_context(*arguments, **more)
        except BadParameter as error:
            if (told := _of_value(error)) is None:
                raise
            raise told from error

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except InputError as error:
            named = [_as_written(one, ctx) for one in parts_of(error)]
            raise MultipleInputError.of(_heading(error.field, ctx), named) from error


def _of_value(error: BadParameter) -> InputError | None:
    """The mistake of an option whose value is not of its form; None where it is another."""
    cause, option = error.__cause__, error.param
    if not isinstance(cause, ValidationError) or not isinstance(option, TyperOption):
        return None
    from ceralyte.core.problems import problems_of

    (problem,) = problems_of(cause.errors()[:1], {}, "", BaseModel)
    return problem.error.at(option.opts[0])


def _heading(field: str, ctx: Any) -> str:
    """What stands above several mistakes: a file that was given, or else the command."""
    given = [Path(str(value)) for value in ctx.params.values()]
    return field if any(field in (str(one), one.name) for one in given) else ctx.info_name


def _as_written(error: InputError, ctx: Any) -> InputError:
    """Put the error of a parameter to its option, if that was given or is the only one so called.

    A parameter that takes values of many phases has the plural of the option's name; behind it may
    stand which of them is wrong, as in ``moduli['ceramic']``.
    """
    from ceralyte.recipe import Recipe

    options = {one.name: one for one in ctx.command.params if isinstance(one, TyperOption)}
    field, rest = name_and_rest(error.field)
    single = f"{field.removesuffix('ies')}y" if field.endswith("ies") else field.removesuffix("s")
    option = options.get(field) or options.get(single)
    if option is None or option.name is None:
        return error
    source = ctx.get_parameter_source(option.name)
    given = source is not None and source.name == "COMMANDLINE"
    return error.at(option.opts[0] + rest) if given or field not in Recipe.model_fields else error
