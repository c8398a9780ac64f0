"""What a person sees of an update while it runs, and how it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.progress import Phase, Progress

if TYPE_CHECKING:
    from searchkit.syncing.update_options import UpdateOptions


class Watch:
    """Reports how far an update has come, and asks whether to stop it.

    Args:
        options: What is asked of the update, with the functions to call.
    """

    def __init__(self, options: UpdateOptions) -> None:
        self._progress = options.progress
        self._stop = options.stop
        self._is_stopped = False
        self._articles = self._done = self._total = 0

    def is_stopped(self) -> bool:
        """Whether to stop; once it is so, it stays so."""
        if self._stop and not self._is_stopped:
            self._is_stopped = self._stop()
        return self._is_stopped

    def begin(self, size: int) -> None:
        """Report that so many bytes are going to be read."""
        self._done, self._total = 0, size
        self.enter(Phase.READING)

    def advance(self, size: int, articles: int) -> None:
        """Report that so many bytes were read, and so many articles in them."""
        self._articles += articles
        self._done += size
        self.go_on()

    def go_on(self) -> None:
        """Report that more is read, or once all is, that what was read is put in order."""
        self.enter(Phase.READING)
        if self._done >= self._total:
            self.enter(Phase.WRITING)

    def enter(self, phase: Phase) -> None:
        """Report what is being done now."""
        done, total = (self._done, self._total) if phase is Phase.READING else (0, 0)
        self.report(Progress(phase=phase, articles=self._articles, done=done, total=total))

    def report(self, progress: Progress) -> None:
        """Report something."""
        if self._progress:
            self._progress(progress)
