"""Write the reference pages, or say which of them no longer says what the code does."""

import sys
from pathlib import Path

import click

from docs.reference import commands, errors, settings

FOLDER = Path(__file__).parent.parent


def pages() -> dict[str, str]:
    """Write every page of the reference, by file name."""
    return {
        "commands.md": commands.page(),
        "settings.md": settings.page(),
        "errors.md": errors.page(),
    }


def outdated(folder: Path) -> list[str]:
    """Name the pages in this folder that differ from what the code says now."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; status 1 where a page is out of date.")
def main(*, check: bool) -> None:
    """Write docs/commands.md, docs/settings.md and docs/errors.md anew."""
    stale = outdated(FOLDER)
    if check and stale:
        click.echo(f"Out of date: {', '.join(stale)}. Run make docs and commit them.", err=True)
        sys.exit(1)
    for name in stale:
        (FOLDER / name).write_text(pages()[name], "utf-8")
        click.echo(f"Written: docs/{name}", err=True)


if __name__ == "__main__":
    main(prog_name="python -m docs.reference")
