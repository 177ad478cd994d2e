"""What running costs beside the work: per document and per run, direct and through Prefect.

    python benchmarks/orchestration.py [documents]

Each way ingests few and many small documents; the slope is the cost per document, the
rest the cost of a run. CPU seconds of this process and its children are steadier than
wall time. The work itself (`process`) is measured in this process and subtracted.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

FEW = 4
TEXT = "В статье рассмотрена внешняя торговля приграничных регионов в {0} году. " * 12
RUN = "import sys; from flows.runner import ingest; ingest([sys.argv[1]], sys.argv[2], direct={})"


def inbox(folder: Path, number: int) -> Path:
    """A folder with so many small documents."""
    folder.mkdir()
    for n in range(number):
        (folder / f"{n}.txt").write_text(TEXT.format(1000 + n), "utf-8")
    return folder


def process_alone(folder: Path) -> float:
    """CPU seconds per document of the steps alone, warm."""
    from flows.sources import discover
    from flows.steps import process

    sources = list(discover([folder]))
    process(sources[0])
    start = time.process_time()
    for source in sources:
        process(source)
    return (time.process_time() - start) / len(sources)


def put_alone(folder: Path, corpus: Path) -> float:
    """CPU seconds per document of keeping a record."""
    from corpus.store import Corpus
    from flows.sources import discover
    from flows.steps import process

    store = Corpus.open(corpus, create=True)
    documents = [process(source) for source in discover([folder])]
    store.put(documents[:1])
    start = time.process_time()
    for document in documents[1:]:
        store.put([document])
    return (time.process_time() - start) / (len(documents) - 1)


def run(direct: bool, folder: Path, corpus: Path) -> tuple[float, float]:
    """CPU and wall seconds of a whole run in a process of its own."""
    before, start = getrusage(RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-c", RUN.format(direct), str(folder), str(corpus)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    wall, after = time.monotonic() - start, getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall


def main() -> None:
    """Measure and print the table."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 44
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        few_in, many_in = inbox(work / "few", FEW), inbox(work / "many", many)
        with contextlib.redirect_stderr(io.StringIO()):
            alone = process_alone(many_in)
            put = put_alone(many_in, work / "put")
        print(f"process alone: {alone * 1000:.0f} ms CPU per document; put: {put * 1000:.0f} ms")
        print("way | CPU s per run | ms CPU per document over the work | wall s per run")
        print("--- | --- | --- | ---")
        for way, direct in (("direct", True), ("Prefect", False)):
            small = run(direct, few_in, work / f"few-{way}")
            large = run(direct, many_in, work / f"many-{way}")
            slope = (large[0] - small[0]) / (many - FEW)
            base = small[0] - FEW * slope
            print(f"{way} | {base:.1f} | {(slope - alone) * 1000:.0f} | {small[1]:.0f}")


if __name__ == "__main__":
    main()
