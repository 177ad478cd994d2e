"""The command line: parse, call one function, map errors to exit codes.

Results go to stdout, progress and messages to stderr. Only what a command needs is
imported, inside the command: ``repair`` and ``read`` never load Prefect.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import VychitkaError
from flows import arguments as given
from flows.looking import print_document, run_export, run_list, run_query, run_show

if TYPE_CHECKING:
    from extractors.options import ReadOptions

    Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

DEFAULT_CORPUS = "vychitka-corpus"
#: What ``export`` writes where.
EXPORT_RULE = """\
one file OUT:
  parquet, jsonl, conllu, csl (CSL-JSON) and bibtex of works and references
a file where OUT has the ending, otherwise a folder:
  csv (OUT.csv: all cells; else cells.csv, tables.csv and a file per table),
  docbin (OUT.spacy), markdown (OUT.md)
a folder OUT:
  text, tei (a file per document), jats (a file per work)
An earlier export of the same name is replaced; a folder with other files is not touched."""
#: Whose warnings a reader of the terminal can act on.
OURS = ("vychitka", "flows", "extractors", "fixers", "corpus")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = _parser().parse_args(argv)
    _speak_utf8()
    _log_to_stderr(verbose=args.verbose)
    try:
        run: Callable[[argparse.Namespace], int] = args.run
        return run(args)
    except VychitkaError as error:
        _say(f"vychitka: {error}")
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _interrupted()
    except Exception:
        if not _signals:
            raise
        return _interrupted()  # a library has wrapped the interrupt in an error of its own


#: The signals that have told this process to end.
_signals: list[int] = []


def _on_signal(number: int, _: object) -> None:
    """SIGTERM ends a run as Ctrl-C does, so that everything that it started ends with it."""
    _signals.append(number)
    raise KeyboardInterrupt


def _interrupted() -> int:
    _say("vychitka: interrupted; what was finished is kept, run the same command to go on")
    return 128 + (_signals[0] if _signals else 2)


def _log_to_stderr(*, verbose: bool) -> None:
    """Our own warnings, or (verbose) everybody's whole log.

    Libraries warn of every odd font and colour of a PDF; what matters of it is in the record.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    if not verbose:
        handler.setLevel(logging.WARNING)
        handler.addFilter(lambda record: record.name.partition(".")[0] in OURS)
    logging.basicConfig(handlers=[handler], level=logging.INFO if verbose else logging.WARNING)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: the text is mostly Cyrillic."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vychitka",
        description="Clean, structured, bilingual research corpora out of scanned and"
        " born-digital papers.",
    )
    parser.add_argument("--version", action="version", version=_version())
    _verbose_argument(parser, default=False)
    # Before the command as well as after it; shown where it is needed.
    corpus = os.environ.get("VYCHITKA_CORPUS") or DEFAULT_CORPUS
    parser.add_argument("--corpus", default=corpus, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (
        _ingest,
        _reprocess,
        _read,
        _repair,
        _export,
        _list,
        _show,
        _query,
        _schedule,
        _doctor,
    ):
        add(commands)
    return parser


def _verbose_argument(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument(
        "-v", "--verbose", action="store_true", default=default, help="show the log on stderr"
    )


def _version() -> str:
    from importlib.metadata import version

    return f"vychitka {version('vychitka')}"


# --- arguments ---------------------------------------------------------------------------


def _command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    command.set_defaults(run=run)
    _verbose_argument(command, default=argparse.SUPPRESS)
    return command


def _corpus_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--corpus",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the corpus: a folder, or an address in an object store such as s3://…"
        " (default: $VYCHITKA_CORPUS, else ./vychitka-corpus)",
    )


def _read_arguments(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--ocr", choices=("auto", "always", "never"), default="auto", help="recognise pages")
    add(
        "--lang",
        type=given.tesseract_languages,
        default="auto",
        metavar="rus+eng",
        help="Tesseract languages (default: auto)",
    )
    add("--password", metavar="WORD", help="password of an encrypted file")
    add("--pages", type=given.pages, metavar="3-5,9", help="only these pages")
    add(
        "--dpi",
        type=given.whole(30),
        default=300,
        metavar="N",
        help="resolution for recognition (default: 300)",
    )
    add(
        "--page-seconds",
        type=given.seconds,
        default=120.0,
        metavar="N",
        help="time limit per page (default: 120)",
    )
    add(
        "--jobs",
        type=given.whole(0),
        default=0,
        metavar="N",
        help="pages at once (default: all cores)",
    )
    _without_argument(command)


def _without_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="FIXER",
        help="leave out a fixer or a topic of fixers; may be given again",
    )
    command.add_argument(
        "--min-confidence",
        type=float,
        default=0.0,
        metavar="P",
        help="leave and flag garbled words whose reading has less confidence (0 to 1, default 0)",
    )


def _filter_arguments(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--lang", metavar="ru", help="documents in this language, in part at least")
    add("--grade", choices=tuple("ABCDF"), help="of this grade or a better one")
    add("--since", metavar="DATE", help="read since: 2026-11-20, today, yesterday, 12h, 7d")
    add("--status", choices=("ok", "partial", "failed"))
    add("--where", metavar="SQL", help="a condition over the columns of `documents`")


def _options(args: argparse.Namespace) -> ReadOptions:
    from extractors.options import ReadOptions

    given.check_fixers(args.without)
    return ReadOptions(
        ocr=args.ocr,
        lang=args.lang,
        password=args.password,
        pages=args.pages,
        dpi=args.dpi,
        page_seconds=args.page_seconds,
        jobs=args.jobs,
        fixers_off=tuple(args.without),
        min_confidence=args.min_confidence,
    )


def _ingest(commands: Commands) -> None:
    command = _command(commands, "ingest", run_ingest, "read files into the corpus")
    command.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, ZIP archives")
    _corpus_argument(command)
    _read_arguments(command)
    command.add_argument("--direct", action="store_true", help="run without Prefect")
    command.add_argument("--again", action="store_true", help="also what is there already")
    command.add_argument(
        "--workers",
        type=given.whole(0),
        default=0,
        metavar="N",
        help="documents at once (default: one per core)",
    )
    command.add_argument(
        "--dask",
        metavar="local|tcp://…",
        help="over Dask: a cluster of its own on this machine, or a scheduler that runs",
    )


def _reprocess(commands: Commands) -> None:
    command = _command(commands, "reprocess", run_reprocess, "do one document again")
    command.add_argument("document", metavar="ID_OR_FILE", help="an id (or its beginning), a file")
    _corpus_argument(command)
    _read_arguments(command)
    command.add_argument("--track", action="store_true", help="as a Prefect flow run")


def _read(commands: Commands) -> None:
    command = _command(commands, "read", run_read, "print one document's record")
    command.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    command.add_argument("--format", choices=("json", "markdown", "text"), default="json")
    command.add_argument(
        "--debug-tables", metavar="DIR", help="draw the tables found over their pages, as PNG files"
    )
    _read_arguments(command)


def _repair(commands: Commands) -> None:
    command = _command(commands, "repair", run_repair, "print text repaired")
    command.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is standard input")
    command.add_argument("--json", action="store_true", help="print the repairs as JSON Lines")
    _without_argument(command)


def _export(commands: Commands) -> None:
    command = _command(commands, "export", run_export, "write the corpus in another format")
    command.epilog = EXPORT_RULE
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument("format", metavar="FORMAT", help="see below")
    command.add_argument("out", metavar="OUT", help="file or folder to write; - is the output")
    _corpus_argument(command)
    _filter_arguments(command)


def _list(commands: Commands) -> None:
    command = _command(commands, "list", run_list, "list the documents of the corpus")
    _corpus_argument(command)
    _filter_arguments(command)
    command.add_argument("--json", action="store_true", help="as JSON Lines")


def _show(commands: Commands) -> None:
    command = _command(commands, "show", run_show, "print a stored record")
    command.add_argument("id", metavar="ID", help="an id or its beginning, or a file name")
    command.add_argument("--version", type=int, help="an earlier record: 1 is the first")
    _corpus_argument(command)
    command.add_argument("--format", choices=("json", "markdown", "text"), default="json")


def _query(commands: Commands) -> None:
    command = _command(commands, "query", run_query, "ask the corpus in SQL")
    command.add_argument("sql", metavar="SQL", help="over documents, works, tables, cells, …")
    _corpus_argument(command)
    command.add_argument("--format", choices=("table", "csv", "jsonl"), default="table")


def _schedule(commands: Commands) -> None:
    command = _command(commands, "schedule", run_schedule, "run ingest on a schedule, with its UI")
    command.add_argument("inbox", metavar="INBOX", help="the folder whose files are to be read")
    _corpus_argument(command)
    _read_arguments(command)
    command.add_argument("--cron", default="0 3 * * *", help='when (default: "0 3 * * *")')
    command.add_argument("--watch", action="store_true", help="take new files up at once, too")
    command.add_argument(
        "--workers",
        type=given.whole(0),
        default=0,
        metavar="N",
        help="documents at once (default: one per core)",
    )
    command.add_argument("--port", type=int, default=4200, help="of the Prefect UI (default: 4200)")


def _doctor(commands: Commands) -> None:
    _command(commands, "doctor", run_doctor, "tell what is installed and what is missing")


# --- commands ----------------------------------------------------------------------------


def run_read(args: argparse.Namespace) -> int:
    """One document to stdout; a failed one prints its record too."""
    from flows import sources, steps

    if args.file == "-":
        source = sources.from_bytes(sys.stdin.buffer.read(), "stdin", "stdin:")
    else:
        source = sources.single(Path(args.file))
    document = steps.process(source, _options(args))
    print_document(document, args.format)
    if args.debug_tables and document.tables:
        from flows.table_pictures import draw_tables

        for path in draw_tables(source, _options(args), Path(args.debug_tables)):
            _say(f"tables drawn: {path}")
    if document.status != "failed":
        return 0
    fault = document.errors[0]
    _say(f"vychitka: {source.filename}: {fault.message}")
    return exit_code(fault.kind)


def run_repair(args: argparse.Namespace) -> int:
    """Text in, repaired text out; the text itself goes through byte for byte."""
    from flows.repair import as_record, repair_text

    given.check_fixers(args.without)
    data = sys.stdin.buffer.read() if args.file == "-" else _bytes(Path(args.file))
    done = repair_text(
        _decoded(data), off=frozenset(args.without), min_confidence=args.min_confidence
    )
    out = sys.stdout.buffer
    if args.json:
        for change in done.changes:
            out.write(as_record(change).model_dump_json(by_alias=True).encode() + b"\n")
    else:
        out.write(done.text.encode("utf-8", "surrogateescape"))
    out.flush()
    return 0


def _bytes(path: Path) -> bytes:
    from flows.sources import single

    return single(path).load()


def _decoded(data: bytes) -> str:
    """UTF-8 as it stands; anything else by the content."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from fixers.encodings import decode

        return decode(data)[0]


def run_doctor(_: argparse.Namespace) -> int:
    """The list of findings; exit code 7 when something needed is missing."""
    from corpus.errors import MissingDependency
    from flows.doctor import examine

    findings = examine()
    for finding in findings:
        mark = "ok     " if finding.found else "MISSING" if finding.needed else "absent "
        what = finding.found or finding.advice
        sys.stdout.write(f"{mark}  {finding.name}: {what}\n")
    return 0 if all(f.ok for f in findings) else MissingDependency.exit_code


def exit_code(kind: str) -> int:
    """The exit code of the error class with this ``kind``."""

    def classes(base: type[VychitkaError]) -> Iterator[type[VychitkaError]]:
        yield base
        for child in base.__subclasses__():
            yield from classes(child)

    return next((c.exit_code for c in classes(VychitkaError) if c.kind == kind), 1)


def run_ingest(args: argparse.Namespace) -> int:
    """Files into the corpus; exit code 3 when some ended as failed."""
    import signal

    from corpus.errors import SomeDocumentsFailed
    from flows.runner import ingest

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _on_signal)
    summary = ingest(
        args.paths,
        args.corpus,
        _options(args),
        direct=args.direct,
        again=args.again,
        workers=args.workers,
        verbose=args.verbose,
        dask=args.dask,
    )
    return SomeDocumentsFailed.exit_code if summary.failed else 0


def run_reprocess(args: argparse.Namespace) -> int:
    """One document again, and what changed against its stored record."""
    from flows.reprocess import reprocess

    done = reprocess(args.document, args.corpus, _options(args), track=args.track)
    sys.stdout.write(done.report)
    return exit_code(done.outcome.kind) if done.outcome.ending == "failed" else 0


def run_schedule(args: argparse.Namespace) -> int:
    """Serve the scheduled run until it is ended with Ctrl-C."""
    from flows.schedule import schedule

    schedule(
        args.inbox,
        args.corpus,
        cron=args.cron,
        watch=args.watch,
        options=_options(args),
        workers=args.workers,
        port=args.port,
        verbose=args.verbose,
    )
    return 0
