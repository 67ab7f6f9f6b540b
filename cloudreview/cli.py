"""The command line: verbs, exit codes, and the one place where errors become a sentence.

Laws: data on stdout, everything else on stderr; a verb's module is imported when it is asked for, so that `--help` is
quick; no text of the evidence reaches the terminal uncleaned.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from cloudreview import __version__
from cloudreview.case import did_you_mean
from cloudreview.clean import clean
from cloudreview.errors import EvidenceError, IntegrityError, LawError, ReviewError
from cloudreview.exits import Exit

VERBS = {
    "new": "make a case: a folder with case.toml and evidence/",
    "add": "take files into a case, with who says what",
    "review": "review a case and write its dossier",
    "show": "list what a review told, as a table",
    "chart": "draw who holds a party, or list it as a table",
    "ask": "print the questions that are open, ready to send",
    "explain": "walk from something told down to the text of the evidence",
    "match": "list who may be one by name, for a person to judge",
    "judge": "record what a person decides: who is who, who controls whom",
    "screen": "bound who owns whom in a whole register",
    "verify": "name everything that differs from the record",
}
"""Each verb stands in `cloudreview/verbs/`, in a module of its name."""

_CODES: Sequence[tuple[type[ReviewError], Exit]] = (
    (IntegrityError, Exit.INTEGRITY),
    (EvidenceError, Exit.QUARANTINED),
    (LawError, Exit.INTERNAL),
    (ReviewError, Exit.USAGE),
)


class Verbs(click.Group):
    """The verbs, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a case meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of a name, None for no verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"cloudreview.verbs.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb asked for; another word is refused with the nearest verb."""
        if args and args[0] not in VERBS and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(f"there is no verb `{clean(args[0])}`; {did_you_mean(args[0], VERBS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing any."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 nothing found, 1 internal error, 2 usage, 3 findings, 4 evidence could not be read, "
    "5 the record or the evidence was changed, 6 undetermined, 130 interrupted.",
)
@click.version_option(__version__, prog_name="cloudreview")
def cloudreview() -> None:
    """Review a cloud service for national security, from a folder of evidence.

    The program recommends, with proof and with what is not known; a person determines.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """The program: never returns, always exits with a code of `exits.py`."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """One run of the program, and its exit code."""
    try:
        code = cloudreview.main(args=arguments, prog_name="cloudreview", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else Exit.OK
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except click.ClickException as error:
        _tell(error.format_message())
        return Exit.USAGE
    except ReviewError as error:
        _tell(str(error))
        return next(code for kind, code in _CODES if isinstance(error, kind))
    except BrokenPipeError:
        # The reader of our output went away: nobody is left to tell, and flushing at exit would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except Exception as error:  # noqa: BLE001 - the edge: whatever else happens is told in one line
        return _unforeseen(error)


def _tell(sentence: str) -> None:
    click.echo(f"cloudreview: {clean(' '.join(sentence.split()))}", err=True)


def _unforeseen(error: Exception) -> int:
    """What the system refused, by its name: a wrong folder, a full disk; all else is a fault of ours."""
    if os.environ.get("CLOUDREVIEW_DEBUG"):
        traceback.print_exc()
    if isinstance(error, OSError):
        where, why = error.filename2 or error.filename or "the case", (error.strerror or "it cannot be used").lower()
        _tell(f"{where}: {why}; the program must be able to read or write there")
        return Exit.USAGE
    _tell(f"internal error: {type(error).__name__}: {error} (set CLOUDREVIEW_DEBUG=1 for the details)")
    return Exit.INTERNAL


if __name__ == "__main__":
    main()
