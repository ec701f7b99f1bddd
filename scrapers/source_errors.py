"""What is wrong with a source file, in words that name the file, the line, the key and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from scrapers.model import UserError


class SourceError(UserError):
    """A fault in a source file. `line` counts from 1; 0 where the file has no such line."""

    def __init__(self, path: Path, line: int, key: str, message: str, remedy: str) -> None:
        self.path, self.line, self.key, self.message, self.remedy = path, line, key, message, remedy
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {key + ': ' if key else ''}{message}; {remedy}")


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds, with days as text.

    Raises:
        SourceError: the file can't be read, is no YAML, or holds no mapping.
    """
    try:
        values = YAML(typ="safe").load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, 0, "", f"can't be read ({error})", "save it as UTF-8 text") from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        remedy = "mend the YAML: indent with spaces, a space after each colon, quotes around : # %"
        raise SourceError(path, line, "", problem, remedy) from error
    if not isinstance(values, dict):
        raise SourceError(path, 1, "", "holds no keys", "start from an example in docs/adding-a-source.md")
    plain: dict[str, Any] = _plain(values)
    return plain


def claimed_id(path: Path) -> str:
    """The id that stands in a faulty source file; its name without the ending where none can be read."""
    try:
        return str(read_yaml(path).get("id") or path.stem)
    except SourceError:
        return path.stem


def check_against_schema(
    values: dict[str, Any], path: Path, validator: Draft202012Validator
) -> dict[str, Any]:
    """The same values, once they fit the schema.

    Raises:
        SourceError: of the worst misfit.
    """
    error = best_match(validator.iter_errors(values))
    if error is not None:
        raise _explain(error, path)
    return values


def locate(path: Path, keys: Sequence[str | int]) -> int:
    """The line, from 1, of the deepest of the nested keys that the file has; 0 if it can't be said."""
    try:
        node = YAML(typ="rt").load(path.read_text("utf-8"))
    except (OSError, YAMLError, UnicodeDecodeError):
        return 0
    line = 1
    for key in keys:
        try:
            line = (node.lc.key(key) if isinstance(key, str) else node.lc.item(key))[0] + 1
            node = node[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def _explain(error: ValidationError, path: Path) -> SourceError:
    keys: list[str | int] = list(error.absolute_path)
    schema: Any = error.schema
    expected: Any = error.validator_value
    found: Any = error.instance
    about = schema.get("description", "")
    if error.validator == "additionalProperties":
        known = sorted(schema["properties"])
        unknown = next(key for key in found if key not in known)
        near = difflib.get_close_matches(str(unknown), known, n=1)
        keys.append(unknown)
        message, remedy = "unknown key", f"did you mean {near[0]}? " if near else ""
        remedy += f"known keys: {', '.join(known)}"
    elif error.validator == "required":
        missing = next(key for key in expected if key not in found)
        about = schema["properties"][missing].get("description", "")
        message, remedy = f"{missing} is missing", f"add {missing}: {about}"
    elif error.validator == "enum":
        allowed = ", ".join(map(str, expected))
        near = difflib.get_close_matches(str(found), [str(v) for v in expected], n=1)
        message = f"{found!r} is not allowed"
        remedy = f"{f'did you mean {near[0]}? ' if near else ''}allowed: {allowed}"
    elif error.validator == "type":
        kind = expected if isinstance(expected, str) else " or ".join(expected)
        message, remedy = f"{found!r} is no {kind}", f"give {about or f'a value of type {kind}'}"
    elif error.validator in ("minimum", "maximum", "minItems", "minLength", "maxLength"):
        message = f"{found!r} breaks the limit {error.validator} {expected}"
        remedy = f"give {about}"
    else:
        message, remedy = f"{found!r} has the wrong form", f"give {about}"
    return SourceError(path, locate(path, keys), ".".join(map(str, keys)), message, remedy)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
