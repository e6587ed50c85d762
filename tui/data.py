"""The one thread that owns the workspace.

Screens ask in one line and get immutable values back; the screen's own thread never waits for
the disk. Everything asked before `close` is done before `close` returns, so a save is kept
even when the person quits in the same breath.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from core.errors import StorageError
from core.workspace import Workspace

T = TypeVar("T")

Job = tuple[Callable[[Workspace], Any], "Future[Any]"]

WATCH_SECONDS = 1.0  # how soon what another process wrote is seen
GIVE_WAY_SECONDS = 1.0  # how long work in the background waits for what was asked meanwhile


class Data:
    """A workspace behind a queue.

    `start` opens it, and raises what opening raises; `changed` is then called, from that thread,
    whenever another process has written to the file.
    """

    def __init__(self, open_workspace: Callable[[], Workspace]) -> None:
        self._open = open_workspace
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="workspace", daemon=True)
        self._ready: Future[None] = Future()
        self.changed: Callable[[], object] = lambda: None

    def start(self) -> Data:
        """Begin to open the workspace; `ready` waits for it."""
        self._thread.start()
        return self

    def ready(self) -> None:
        """Wait until the workspace is open. Raises the error of opening it."""
        self._ready.result()

    async def ask(self, question: Callable[[Workspace], T]) -> T:
        """The answer to a question, or the result of a verb.

        Cancelling the wait does not cancel the work: a write that was asked for happens.
        """
        return await asyncio.shield(asyncio.wrap_future(self._put(question)))

    async def steps(self, question: Callable[[Workspace], Iterator[T]]) -> AsyncIterator[T]:
        """The steps of a long piece of work, one at a time, so that other questions fit in between."""
        iterator = await self.ask(question)
        while (step := await self.ask(lambda _: next(iterator, None))) is not None:
            yield step

    def tell(self, verb: Callable[[Workspace], object]) -> None:
        """Do something without waiting for its end; it is done before `close` returns."""
        self._put(verb)

    def aside(self, work: Callable[[Workspace], T]) -> Future[T]:
        """Do something that waits for others, such as a store somewhere, beside all questions.

        It has a thread and the file open for itself, so that no question waits for it, and neither does `close`:
        it has to bear being cut off at any moment.
        """
        result: Future[T] = Future()

        def run() -> None:
            result.set_running_or_notify_cancel()
            try:
                with self._open() as workspace:
                    answer = work(workspace)
            except BaseException as error:
                result.set_exception(error)
            else:
                result.set_result(answer)

        Thread(target=run, name="aside", daemon=True).start()
        return result

    def give_way(self) -> None:
        """Wait, in a work `aside`, until everything asked so far is done: between two transactions, with none open.

        Who waits for another's transaction looks only now and then whether it is over, and would find the next one.
        """
        with suppress(TimeoutError):  # nobody serves once the workspace is closed
            self._put(lambda _: None).result(GIVE_WAY_SECONDS)

    def close(self) -> None:
        """Finish everything asked so far, close the file and end the thread."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()

    def _put(self, question: Callable[[Workspace], T]) -> Future[T]:
        answer: Future[T] = Future()
        self._jobs.put((question, answer))
        return answer

    def _run(self) -> None:
        try:
            workspace = self._open()
        except BaseException as error:
            self._ready.set_exception(error)
            return
        with workspace:
            self._ready.set_result(None)
            self._serve(workspace)

    def _serve(self, workspace: Workspace) -> None:
        """Do what is asked until `close`, and look once a second whether another process has written."""
        version, looked = self._look(workspace, None), monotonic()
        while True:
            try:
                job = self._jobs.get(timeout=WATCH_SECONDS)
            except Empty:
                pass
            else:
                if job is None:
                    return
                _do(job, workspace)
            if monotonic() - looked >= WATCH_SECONDS:
                version, looked = self._look(workspace, version), monotonic()

    def _look(self, workspace: Workspace, before: int | None) -> int | None:
        """The file's version now; that of `before` where it cannot be read just now, which ends nothing."""
        try:
            now = workspace.store.version()
        except StorageError:
            return before
        if before not in (now, None):
            self.changed()
        return now


def _do(job: Job, workspace: Workspace) -> None:
    question, answer = job
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(question(workspace))
    except BaseException as error:
        answer.set_exception(error)
