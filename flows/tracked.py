"""``reprocess`` as a Prefect flow: the same function, with a history.

Imported only when a flow is to run: Prefect is loaded here.
"""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from extractors.options import ReadOptions
from flows.labels import reprocess_name
from flows.reprocess import Reprocessed, do_again

#: What a flow hands to the command line in its own process, besides the result that
#: Prefect keeps; and the settings with the password that Prefect is not to keep.
_done: list[Reprocessed] = []
_told: list[ReadOptions] = []


@flow(name="reprocess", flow_run_name=reprocess_name)
def reprocess(
    document: str,
    corpus: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen; Prefect shows it in its form
) -> dict[str, Any]:
    """Do one document again, and show what changed against its stored record.

    Args:
        document: The id of a document in the corpus (or its beginning), its file name, or a file.
        corpus: The corpus folder.
        options: How to read: OCR, languages, pages, password.
    """
    done = do_again(document, corpus, _told.pop() if _told else options)
    _done.append(done)
    create_markdown_artifact(
        f"```diff\n{done.report}```\n", key="changes", description=done.outcome.filename
    )
    return done.outcome.as_dict()


def reprocess_here(document: str, corpus: str, options: ReadOptions) -> Reprocessed:
    """The flow in this process."""
    _told.append(options)
    reprocess(document, corpus, options.model_copy(update={"password": None}))
    return _done.pop()
