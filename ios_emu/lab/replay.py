"""Running a transcript: type its lines at the lab, obey its directives, write down what really happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ios_emu.kernel import SECOND
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import Recorder
from ios_emu.lab.transcript import DECLARATIONS, PROMPT, Directive, Place, Transcript, Typed, parse_impair
from ios_emu.router.router import Router
from ios_emu.router.session import CTRL_Z, PROMPT_NAME, Session

COMMAND_LIMIT = 3600 * SECOND
"""Virtual time that one command may take before the run gives up on it."""


def run_transcript(lab: Lab, transcript: Transcript, write: Callable[[str], object] | None = None) -> str:
    """Run `transcript` against `lab` and return it as it really went.

    Each command stands with its real prompt above all that its console printed until the prompt came back; what
    consoles printed otherwise stands under `!@ console NODE`, in order, one block for each change of speaker.
    `write`, if given, gets the text piece by piece as it comes to be. Raises LabError with file and line for what
    cannot be done.
    """
    return _Run(lab, write).run(transcript)


class _Run:
    def __init__(self, lab: Lab, write: Callable[[str], object] | None) -> None:
        self.lab = lab
        self.write = write
        self.recorder = Recorder(lab)
        self.pieces: list[str] = []
        self.speaker = ""
        """The router under whose `!@ console` block the text stands; empty after anything else."""
        self.at_line_start = True
        self.deferred: list[tuple[str, str]] = []
        """What other consoles printed while a command ran: router and text, in order."""

    def run(self, transcript: Transcript) -> str:
        with self.recorder:
            self.collect()
            for entry in transcript.entries:
                if isinstance(entry, Typed):
                    self.type(entry)
                elif isinstance(entry, Directive):
                    self.obey(entry)
            self.collect()
        self.end_line()
        return "".join(self.pieces)

    # -- writing -------------------------------------------------------------------------------------

    def put(self, text: str) -> None:
        if not text:
            return
        self.pieces.append(text)
        self.at_line_start = text.endswith("\n")
        if self.write is not None:
            self.write(text)

    def end_line(self) -> None:
        if not self.at_line_start:
            self.put("\n")

    def collect(self) -> None:
        """Write what consoles have printed unasked."""
        for router in self.lab.routers.values():
            console = router.console
            if console is None or not console.outbox:
                continue
            self.say(router.name, console.drain())

    def say(self, name: str, text: str) -> None:
        """Write what the console of router `name` printed unasked."""
        if name != self.speaker:
            self.end_line()
            self.put(f"!@ console {name}\n")
            self.speaker = name
        self.put(text)

    # -- directives ----------------------------------------------------------------------------------

    def obey(self, directive: Directive) -> None:
        self.end_line()
        self.put(directive.text + "\n")
        self.speaker = ""
        try:
            self._obey(directive)
        except LabError as error:
            raise directive.place.error(str(error)) from None
        self.collect()

    def _obey(self, directive: Directive) -> None:
        lab, words = self.lab, directive.words
        if directive.verb in DECLARATIONS:
            return
        if directive.verb == "wait":
            self.wait(directive.duration)
        elif directive.verb == "link":
            (lab.link_down if words[0] == "down" else lab.link_up)(words[1])
        elif directive.verb == "power":
            (lab.power_off if words[0] == "off" else lab.power_on)(words[1])
        elif directive.verb == "impair":
            direction, impairment = parse_impair(words[1:])
            lab.impair(words[0], impairment, direction)
        elif directive.verb == "capture":
            if words[0] == "start":
                self.recorder.start(words[1], Path(words[2]))
            else:
                self.recorder.stop()
        else:
            path = Path(words[0])
            (lab.save if directive.verb == "save" else lab.restore)(path)

    def wait(self, duration: int) -> None:
        """Let time pass, and write what is printed in the order in which it is."""
        kernel = self.lab.kernel
        end = kernel.now + duration
        routers = self.lab.routers.values()
        while (due := kernel.next_due()) is not None and due <= end:
            kernel.step()
            if any(router.console is not None and router.console.outbox for router in routers):
                self.collect()
        kernel.run_until(end)

    # -- commands ------------------------------------------------------------------------------------

    def type(self, typed: Typed) -> None:
        """Type one line. What other consoles print meanwhile is written when it is done."""
        console = self._console(typed)
        self.collect()
        self.end_line()
        self.speaker = ""
        start = len(self.pieces)
        self.put(f"{console.prompt}{typed.text}\n")
        console.feed(CTRL_Z if typed.text.strip() == "^Z" else typed.text)
        self._follow(typed.place, console)
        recorded = list(typed.output)
        unanswered = ""
        while console.job is not None and console.job.waiting:
            question = console.prompt
            if not question:
                # Lines are read without a prompt (a banner): what the router printed is not one of them.
                said = "".join(self.pieces[start:]).splitlines()
                while recorded and recorded[0] in said:
                    said.remove(recorded.pop(0))
            answer = _answer(question, recorded)
            if answer is None and question == unanswered:
                raise typed.place.error(
                    f"{question.strip()!r} wants an answer: write the line as the terminal shows it"
                )
            unanswered = question if answer is None else ""
            self.end_line()
            self.put(f"{question}{answer or ''}\n")
            console.feed((answer or "").replace("^Z", CTRL_Z))
            self._follow(typed.place, console)
        self.end_line()
        for name, text in self.deferred:
            self.say(name, text)
        self.deferred.clear()

    def _console(self, typed: Typed) -> Session:
        """The console to type at, brought to the mode that the prompt shows."""
        router = self.lab.find(typed.name) or self._by_short_name(typed)
        console = router.console
        if console is None or not router.powered:
            raise typed.place.error(f"{router.name} is switched off")
        at = PROMPT.match(console.prompt)
        if (at is None or at[2] != typed.suffix) and not console.enter(typed.suffix):
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

    def _follow(self, place: Place, console: Session) -> None:
        """Write what `console` prints until its prompt, or a question, is there."""
        kernel = self.lab.kernel
        limit = kernel.now + COMMAND_LIMIT
        self.put(console.drain())
        while console.busy:
            due = kernel.next_due()
            if due is None or due > limit:
                raise place.error(f"the command did not end within {COMMAND_LIMIT // SECOND} s of virtual time")
            kernel.step()
            for router in self.lab.routers.values():
                other = router.console
                if other is console:
                    self.put(console.drain())
                elif other is not None and other.outbox:
                    self.deferred.append((router.name, other.drain()))


def _answer(question: str, recorded: list[str]) -> str | None:
    """What the recorded output says was typed at `question`; the lines up to there are used up."""
    for number, line in enumerate(recorded):
        if line.startswith(question.rstrip()):
            del recorded[: number + 1]
            return line[len(question.rstrip()) :].strip() if question else line
    return None
