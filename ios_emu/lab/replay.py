"""Running a transcript: type its lines at the lab, obey its directives, write down what really happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ios_emu.kernel import SECOND
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import Recorder
from ios_emu.lab.scribe import Scribe
from ios_emu.lab.transcript import (
    DECLARATIONS,
    PROMPT,
    After,
    Directive,
    Transcript,
    Typed,
    parse_after,
    parse_impair,
)
from ios_emu.router.context import Job
from ios_emu.router.router import Router
from ios_emu.router.session import CTRL_Z, PROMPT_NAME, Session

COMMAND_LIMIT = 3600 * SECOND
"""Virtual time that one command may take before the run gives up on it."""


@dataclass(frozen=True)
class Beginning:
    """The entry begins."""

    entry: Typed | Directive


@dataclass(frozen=True)
class Typing:
    """`text` is about to be typed, behind `prompt`; `hidden`: without being seen."""

    prompt: str
    text: str
    hidden: bool = False


@dataclass(frozen=True)
class Passing:
    """Virtual time is about to go on to the instant `until`."""

    until: int


Moment = Beginning | Typing | Passing
"""Where a run may be held up by whoever shows it."""


def run_transcript(lab: Lab, transcript: Transcript, write: Callable[[str], object] | None = None) -> str:
    """Run `transcript` against `lab` and return it as it really went.

    Each command stands with its real prompt above all that its console printed until the prompt came back; what
    consoles printed otherwise stands under `!@ console NODE`, in order, one block for each change of speaker.
    `write`, if given, gets the text piece by piece as it comes to be. Raises LabError with file and line for what
    cannot be done.
    """
    pieces: list[str] = []

    def put(text: str) -> None:
        pieces.append(text)
        if write is not None:
            write(text)

    for _ in perform(lab, transcript, put):
        pass
    return "".join(pieces)


def perform(lab: Lab, transcript: Transcript, write: Callable[[str], object]) -> Iterator[Moment]:
    """Run `transcript` against `lab`, from moment to moment. `write` gets its text as it comes to be. Raises LabError,
    as `run_transcript` does."""
    return _Run(lab, write).run(transcript)


class _Run:
    def __init__(self, lab: Lab, write: Callable[[str], object]) -> None:
        self.lab = lab
        self.recorder = Recorder(lab)
        self.scribe = Scribe(lab, write)
        self.terminal: Session | None = None
        """Where a line was typed last."""

    def run(self, transcript: Transcript) -> Iterator[Moment]:
        with self.recorder:
            for entry in transcript.entries:
                if isinstance(entry, Typed):
                    yield Beginning(entry)
                    yield from _Command(self, entry).type()
                elif isinstance(entry, Directive):
                    yield Beginning(entry)
                    yield from self.obey(entry)
            self.scribe.look()
        self.scribe.end_line()

    def pass_until(self, instant: int) -> Iterator[Moment]:
        """Let time pass, and write what is printed in the order in which it is."""
        kernel = self.lab.kernel
        while (due := kernel.next_due()) is not None and due <= instant:
            yield Passing(due)
            self.step(due)
            self.scribe.look()
        yield Passing(instant)
        kernel.run_until(instant)

    def step(self, due: int) -> None:
        """Let what is due happen, unless somebody from outside has come between meanwhile."""
        now_due = self.lab.kernel.next_due()
        if now_due is not None and now_due <= due:
            self.lab.kernel.step()

    # -- directives ----------------------------------------------------------------------------------

    def obey(self, directive: Directive) -> Iterator[Moment]:
        """Do what a directive says."""
        if directive.verb not in DECLARATIONS:
            self.scribe.look()
        self.scribe.directive(directive.text)
        try:
            if directive.verb == "wait":
                yield from self.pass_until(self.lab.now + directive.duration)
            elif directive.verb not in DECLARATIONS:
                self._obey(directive)
        except LabError as error:
            raise directive.place.error(str(error)) from None
        if directive.verb not in DECLARATIONS:
            self.scribe.look()

    def _obey(self, directive: Directive) -> None:
        lab, words = self.lab, directive.words
        if directive.verb in _AT_CONSOLE:
            _AT_CONSOLE[directive.verb](self, self._session(words[0]), *words[1:])
        elif directive.verb == "link":
            (lab.link_down if words[0] == "down" else lab.link_up)(words[1])
        elif directive.verb == "power":
            (lab.power_off if words[0] == "off" else lab.power_on)(words[1])
        elif directive.verb == "impair":
            direction, impairment = parse_impair(words[1:])
            lab.impair(words[0], impairment, direction)
        elif directive.verb == "inject":
            lab.inject(words[0], bytes.fromhex(words[1]))
        elif directive.verb == "bridge":
            lab.bridge(*words)
        elif directive.verb == "capture":
            if words[0] == "start":
                self.recorder.start(words[1], Path(words[2]))
            else:
                self.recorder.stop(*words[1:])
        else:
            path = Path(words[0])
            (lab.save if directive.verb == "save" else lab.restore)(path)

    def _session(self, name: str) -> Session:
        router = self.lab.router(name)
        if router.console is None or not router.powered:
            raise LabError(f"{router.name} is switched off")
        return router.console

    def attach(self, session: Session) -> None:
        """`!@ attach NODE`: a person's terminal is connected."""
        session.attach()

    def enter(self, session: Session, line: str = "") -> None:
        """`!@ type NODE TEXT`: a line is typed, whatever the session is doing."""
        if session.job is not None and session.job.waiting:
            self.scribe.look()
            shown = self.scribe.answered(session.job, line)
            if shown:
                self.scribe.say(session.router.name, shown)
        session.feed(line)

    def interrupt(self, session: Session) -> None:
        """`!@ interrupt NODE`: Ctrl-^, or Ctrl-C."""
        session.interrupt()

    def time_out(self, session: Session) -> None:
        """`!@ timeout NODE`: nobody has touched a key for as long as `exec-timeout` says."""
        session.time_out()


_AT_CONSOLE: dict[str, Callable[..., None]] = {
    "attach": _Run.attach,
    "type": _Run.enter,
    "interrupt": _Run.interrupt,
    "timeout": _Run.time_out,
}


class _Command:
    """A line typed at a prompt, and all that is typed at it until its prompt is back."""

    def __init__(self, run: _Run, typed: Typed) -> None:
        self.run = run
        self.lab = run.lab
        self.scribe = run.scribe
        self.place = typed.place
        self.text = typed.text
        self.console = self._console(typed)
        self.recorded = list(typed.output)
        self.typed_at = run.lab.now
        self.asked_again = ""
        """The question that has been answered with Enter, as no answer is recorded."""
        self.printed = ""

    def type(self) -> Iterator[Moment]:
        """Type the line, and follow its command to the end. What other consoles print meanwhile is written then."""
        self.scribe.look()
        yield Typing(self.console.prompt, self.text)
        self.scribe.open(self.console, self.text)
        if self._through():
            text = self.text.replace("^Z", CTRL_Z)
            self.console.feed(text + ("\x15\x15" if text.endswith("?") else "\r"))
        elif self.text.endswith("?"):
            self.console.show(self.console.help(self.text[:-1]))
        else:
            self.console.feed(self.text.removesuffix("^Z") + CTRL_Z if self.text.endswith("^Z") else self.text)
        self._look()
        while True:
            after = self._next_mark()
            if self._asks() and (answer := self._recorded_answer(marked=after is not None)) is not None:
                self.asked_again = ""
                yield from self._answer(answer)
            elif after is not None:
                yield from self._pass_until(self.typed_at + after.delay, marked=True)
                if self._asks() and self._recorded_answer(marked=True, keep=True) is not None:
                    continue
                self._skip_to_mark()
                if after.deed == "leave":
                    self.scribe.mark(self.recorded.pop(0))
                    break
                yield from self._obey(after)
            elif self.console.busy:
                yield from self._pass_until(self.lab.now + COMMAND_LIMIT, marked=False)
                if self.console.busy:
                    limit = COMMAND_LIMIT // SECOND
                    raise self.place.error(f"the command did not end within {limit} s of virtual time")
            elif self._asks() and not self._through():
                yield from self._answer(self._default())
            else:
                break
        self.scribe.close()
        self.run.terminal = self.console

    def _look(self) -> None:
        for name, text in self.scribe.look():
            if name == self.console.router.name:
                self.printed += text

    def _through(self) -> bool:
        """Whether what is typed goes through to somebody else, by telnet."""
        return self.console.job is not None and self.console.job.raw

    def _asks(self) -> bool:
        return self.console.job is not None and self.console.job.waiting

    def _pass_until(self, instant: int, *, marked: bool) -> Iterator[Moment]:
        """Let time pass up to `instant`, but not on after a question that has its answer, or after the end of a
        command that has nothing more to obey."""
        kernel = self.lab.kernel
        while (due := kernel.next_due()) is not None and due <= instant:
            yield Passing(due)
            self.run.step(due)
            self._look()
            if self._recorded_answer(marked=True, keep=True) is not None if marked else not self.console.busy:
                return
        if marked:
            yield Passing(instant)
            kernel.run_until(instant)

    # -- what is recorded ----------------------------------------------------------------------------

    def _next_mark(self) -> After | None:
        return next((after for line in self.recorded if (after := parse_after(line)) is not None), None)

    def _skip_to_mark(self) -> None:
        while parse_after(self.recorded[0]) is None:
            del self.recorded[0]

    def _recorded_answer(self, *, marked: bool, keep: bool = False) -> str | None:
        """What the recorded output, up to the next mark, says was typed at the question; the lines up to there are
        used up, unless they are to be kept."""
        job = self.console.job
        if job is None or not job.waiting or (marked and (job.raw or not job.question.strip())):
            return None
        question = job.question.rstrip()
        if not question:
            # Lines are read without a prompt (a banner): what the router printed is not one of them.
            said = self.printed.splitlines()
            while self.recorded and self.recorded[0] in said:
                said.remove(self.recorded.pop(0))
        for number, line in enumerate(self.recorded):
            if parse_after(line) is not None:
                break
            if line.startswith(question):
                if not keep:
                    del self.recorded[: number + 1]
                return line[len(question) :].strip() if question else line
        return None

    def _default(self) -> str:
        """What is typed at a question that has no answer recorded: Enter, once."""
        job = self.console.job
        assert job is not None
        if job.vanishing:
            return " "
        if job.question == self.asked_again:
            raise self.place.error(
                f"{job.question.strip()!r} wants an answer: write the line as the terminal shows it"
            )
        self.asked_again = job.question
        return ""

    # -- what is done --------------------------------------------------------------------------------

    def _obey(self, after: After) -> Iterator[Moment]:
        self.scribe.mark(self.recorded.pop(0))
        job = self.console.job
        if after.deed == "interrupt":
            if job is not None:
                self.console.interrupt()
                self._look()
            self.typed_at = self.lab.now
        elif job is None or not (job.waiting or job.raw):
            # The command went otherwise than recorded, and asks nothing.
            self.typed_at = self.lab.now
        else:
            shown = self._next_line(job)
            exact = after.deed == "type"
            yield from self._answer(after.text if exact else shown, exact=exact)

    def _next_line(self, job: Job) -> str:
        """What the next recorded line has behind the question; the line is used up."""
        question = job.question.rstrip()
        if self.recorded and self.recorded[0].startswith(question) and question:
            return self.recorded.pop(0)[len(question) :].strip()
        return ""

    def _answer(self, answer: str, *, exact: bool = False) -> Iterator[Moment]:
        """Type the answer to the question that is asked: as a terminal would show it, or `exact`."""
        job = self.console.job
        assert job is not None
        hidden = job.vanishing or (exact and job.hidden)
        yield Typing(job.question, answer, hidden)
        shown = self.scribe.answered(job, answer) if exact else f"{job.question}{answer}\n"
        if shown and (job.raw or not job.vanishing) and not (job.raw and exact):
            self.scribe.end_line()
            self.scribe.print(shown)
        end = "\r" if job.raw and not exact else ""
        self.console.feed(answer if exact else answer.replace("^Z", CTRL_Z) + end)
        self.typed_at = self.lab.now
        self._look()

    # -- where it is typed ---------------------------------------------------------------------------

    def _console(self, typed: Typed) -> Session:
        """The console to type at, brought to the mode that the prompt shows. Where a line was typed last, the prompt
        may be that of another router, by telnet."""
        last = self.run.terminal
        through = last is not None and last.job is not None and last.job.raw
        if last is not None and through and last.prompt == f"{typed.name}{typed.suffix}":
            return last
        router = self.lab.find(typed.name) or self._by_short_name(typed)
        console = router.console
        if console is None or not router.powered:
            raise typed.place.error(f"{router.name} is switched off")
        at = PROMPT.match(console.prompt)
        away = console.job is not None and console.job.raw
        if (away or at is None or at[2] != typed.suffix) and not console.enter(typed.suffix):
            raise typed.place.error(
                f"{router.name} stands at {console.prompt!r}; {typed.suffix} cannot be reached from it"
            )
        return console

    def _by_short_name(self, typed: Typed) -> Router:
        """The router whose configuration prompt shows this much of its hostname."""
        for router in self.lab.routers.values():
            if typed.suffix.startswith("(") and router.hostname[:PROMPT_NAME] == typed.name:
                return router
        known = ", ".join(self.lab.routers)
        raise typed.place.error(f"there is no router {typed.name!r} to type at; the lab has {known}")
