"""`xuncha demo`: the whole pipeline on the bundled site."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.settings import ROOT


class Language(StrEnum):
    """The languages that the demo speaks."""

    ZH = "zh"
    EN = "en"


def demo(
    lang: Annotated[Language, typer.Option(help="The language of what is printed.")] = Language.ZH,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its warehouse and mailbox.")] = ROOT
    / "data"
    / "demo",
) -> None:
    """Serve the bundled government site on loopback and watch it over its simulated days, as Prefect flows.

    A second run finds the site as the first left it: nothing new, and nothing sent twice. Delete the folder
    to see it from the beginning again.

    \b
    Examples:
      xuncha demo
      xuncha demo --lang en
    """
    from flows.environment import prepare_environment

    prepare_environment(ROOT / "data" / "prefect", log_level="ERROR")
    from flows.demo.story import tell_story

    tell_story(folder.resolve(), lang.value)
