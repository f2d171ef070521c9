"""The `ios-emu` command. What is heavy is imported when it is needed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from ios_emu.lab.error import LabError

if TYPE_CHECKING:
    from ios_emu.lab.lab import Lab
    from ios_emu.lab.recording import Recorder
    from ios_emu.lab.transcript import Transcript

    Commands = argparse._SubParsersAction["_Parser"]

BUNDLED_LAB = Path(__file__).parent.parent / "configs" / "ha-vpn.clab.yml"
OK, DIFFERENT, WRONG = 0, 1, 2
"""Exit statuses: all well; what was asked about is not so; the question itself was bad."""


_CHECK_JSON = """\
the object that --json prints:
  lines, modelled, kept, not_understood, left_out    how many, in all files
  files: one each
    file, lines, modelled
    kept             [{line, text}]
    not_understood   [{line, text, reason, column}]  column: offset in text of what is wrong, or null
    left_out         [{line, text}]                  commands below a header that is not understood
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line is enough."""
        self.exit(WRONG, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(_with_command(arguments))
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except LabError as error:
        sys.stdout.flush()
        print(error, file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        # Whoever read our output has enough. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130


def _with_command(arguments: list[str]) -> list[str]:
    """`lab` may be left out: `ios-emu`, `ios-emu --speed 10`."""
    bare = not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version"))
    return ["lab", *arguments] if bare else arguments


def _parser() -> argparse.ArgumentParser:
    from importlib.metadata import version

    parser = _Parser(prog="ios-emu", description="A lab of IOS-style routers that really run.")
    parser.add_argument("--version", action="version", version=f"ios-emu {version('ios-emu')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _add_consoles(commands)
    _add_transcripts(commands)

    _add_inquiries(commands)
    return parser


def _add_inquiries(commands: Commands) -> None:
    """`check`, `commands`."""
    check = commands.add_parser(
        "check",
        help="say which lines of configurations have effect, are only kept, are not understood",
        description="Load configurations as a router would. Exit status 1 if a line is not understood.",
        epilog=_CHECK_JSON,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("configs", nargs="+", metavar="CONFIG", help="running-config; - is standard input")
    check.add_argument("--kept", action="store_true", help="list the lines that are kept without effect, too")
    check.add_argument("--json", action="store_true", help="the result for machines")
    check.set_defaults(run=_check)

    listing = commands.add_parser("commands", help="print every command of every mode")
    listing.add_argument("--mode", metavar="MODE", help="of this mode only, e.g. interface")
    listing.add_argument("--modelled", action="store_true", help="not those that are kept without effect")
    listing.set_defaults(run=_commands)


def _add_consoles(commands: Commands) -> None:
    """`lab`, `record`."""
    lab = commands.add_parser("lab", help="open the console on a lab (the default)")
    record = commands.add_parser("record", help="open the console, and write the session as a transcript")
    for command in (lab, record):
        command.add_argument(
            "lab", nargs="?", default=BUNDLED_LAB, metavar="LAB", help="lab file, or a lab saved by :save"
        )
        command.add_argument(
            "--speed", choices=("1", "10", "max"), default="1", help="virtual seconds in a real one"
        )
        command.add_argument("--seed", type=int, default=0, metavar="N", help="of all randomness (default 0)")
        _add_pcap(command)
    lab.add_argument(
        "--fresh", action="store_true", help="boot from the lab's files, not from what was saved in NVRAM"
    )
    lab.add_argument(
        "--write-back", action="store_true", help="what a router saves goes to its startup-config in the lab, too"
    )
    lab.set_defaults(run=_lab)
    record.add_argument(
        "-o", "--output", metavar="FILE", help="the transcript, a new file (default: LAB's name.txt)"
    )
    record.set_defaults(run=_record)


def _add_transcripts(commands: Commands) -> None:
    """`run`, `replay`, `play`."""
    run = commands.add_parser("run", help="run transcripts and print them as they really went")
    run.add_argument("files", nargs="*", default=["-"], metavar="FILE", help="transcript; - is standard input")
    _add_pcap(run)
    run.set_defaults(run=_run)

    replay = commands.add_parser("replay", help="run transcripts and compare with the output recorded in them")
    replay.add_argument("files", nargs="+", metavar="FILE", help="transcript; - is standard input")
    replay.add_argument("--json", action="store_true", help="the verdict for machines")
    replay.add_argument("--update", action="store_true", help="record what came instead of what differs from it")
    replay.set_defaults(run=_replay)

    play = commands.add_parser("play", help="play a transcript on the screen, for people to watch")
    play.add_argument("file", metavar="FILE", help="transcript; - is standard input")
    play.add_argument(
        "--speed", default="1", metavar="N", help="virtual seconds in a real one, or max (default 1)"
    )
    play.add_argument(
        "--idle", default="3s", metavar="TIME", help="the longest that nothing comes, in real time (default 3s)"
    )
    play.set_defaults(run=_play)

    for command in (run, replay, play):
        command.add_argument(
            "--lab",
            metavar="LAB",
            help="lab file, or a lab saved by !@ save (default: what !@ lab names, or the bundled)",
        )
        command.add_argument(
            "--seed", type=int, metavar="N", help="of all randomness (default: what !@ seed says, or 0)"
        )


def _add_pcap(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pcap",
        metavar="DIR",
        help="write each link's frames to DIR as pcapng; all of them to standard output (-) or a named pipe",
    )


def _commands(options: argparse.Namespace) -> int:
    from ios_emu.edge.listing import command_lines

    for line in command_lines(options.mode, modelled=options.modelled):
        print(line)
    return OK


def _lab(options: argparse.Namespace) -> int:
    from ios_emu.edge.console import open_console
    from ios_emu.edge.nvram import Nvram
    from ios_emu.lab.lab import is_saved_lab

    capture = _capture(options)
    lab = _load(options.lab, options.seed)
    nvram = Nvram(lab.name)
    if options.write_back:
        nvram.write_back(Path(options.lab))
    if not options.fresh and not is_saved_lab(Path(options.lab)):
        nvram.insert(lab)
    return open_console(lab, options.speed, nvram, capture(lab, ""))


def _record(options: argparse.Namespace) -> int:
    from ios_emu.edge.console import open_console
    from ios_emu.edge.hand import Recording, named_lab, unused
    from ios_emu.edge.nvram import Nvram

    capture = _capture(options)
    lab = _load(options.lab, options.seed)
    file = Path(options.output) if options.output else unused(Path(f"{lab.name}.txt"))
    header = [] if options.lab == BUNDLED_LAB else [named_lab(Path(options.lab), file)]
    if options.seed:
        header.append(f"seed {options.seed}")
    recording = Recording(file, tuple(header))
    return open_console(lab, options.speed, Nvram(lab.name), capture(lab, ""), recording)


def _load(lab: Path | str, seed: int) -> Lab:
    from ios_emu.lab.lab import Lab

    return Lab.load(lab, seed=seed)


def _load_for(options: argparse.Namespace, transcript: Transcript) -> Lab:
    seed = options.seed if options.seed is not None else transcript.seed or 0
    return _load(options.lab or transcript.lab or BUNDLED_LAB, seed)


def _run(options: argparse.Namespace) -> int:
    from ios_emu.lab.replay import run_transcript

    # All files are read first, so that a mistake in the last does not come after an hour.
    transcripts = [_transcript(file) for file in options.files]
    capture = _capture(options)
    for number, transcript in enumerate(transcripts):
        lab = _load_for(options, transcript)
        if number:
            print()
        with capture(lab, Path(transcript.file).stem if len(transcripts) > 1 else "") as recorder:

            def show(text: str, recorder: Recorder = recorder) -> None:
                _show(text)
                recorder.write()

            if lab.doors or transcript.bridges:
                from ios_emu.edge.live import run_live

                run_live(lab, transcript, show, lambda complaint: print(complaint, file=sys.stderr))
            else:
                run_transcript(lab, transcript, show)
    return OK


def _capture(options: argparse.Namespace) -> Callable[[Lab, str], Recorder]:
    """What starts the captures of `--pcap` on a lab, in a folder of its own if that has a name."""
    from ios_emu.lab.recording import ALL, Recorder

    stream = _capture_stream(options.pcap)

    def start(lab: Lab, name: str) -> Recorder:
        recorder = Recorder(lab)
        if stream is not None:
            recorder.start_stream(ALL, stream)
        elif options.pcap is not None:
            recorder.start_all(Path(options.pcap, name))
        return recorder

    return start


def _capture_stream(target: str | None) -> BinaryIO | None:
    """Standard output, or the named pipe, if frames go there. All else then goes to standard error."""
    if target == "-":
        if sys.stdout.isatty():
            raise LabError("--pcap -: that is a terminal; write e.g. ios-emu lab --pcap - | wireshark -k -i -")
        stream = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        return stream
    if target is not None and Path(target).is_fifo():
        print(f"{target}: waiting until somebody reads it", file=sys.stderr)
        return Path(target).open("wb")
    return None


def _replay(options: argparse.Namespace) -> int:
    from ios_emu.edge.replay import replay_files

    if options.update and "-" in options.files:
        raise LabError("<stdin>: there is no file to update")
    transcripts = [_transcript(file) for file in options.files]
    matched = replay_files(
        transcripts,
        lambda transcript: _load_for(options, transcript),
        as_json=options.json,
        update=options.update,
    )
    return OK if matched else DIFFERENT


def _play(options: argparse.Namespace) -> int:
    from ios_emu.edge.play import parse_speed, play
    from ios_emu.kernel import SECOND
    from ios_emu.lab.duration import parse_duration
    from ios_emu.lab.replay import run_transcript

    try:
        speed, idle = parse_speed(options.speed), parse_duration(options.idle) / SECOND
    except ValueError as error:
        raise LabError(f"ios-emu play: {error}") from None
    transcript = _transcript(options.file)
    lab = _load_for(options, transcript)
    if sys.stdout.isatty():
        play(lab, transcript, speed, idle)
    else:
        run_transcript(lab, transcript, _show)
    return OK


def _transcript(file: str) -> Transcript:
    from ios_emu.lab.transcript import load_transcript, parse_transcript

    if file != "-":
        return load_transcript(file)
    try:
        return parse_transcript(sys.stdin.read(), "<stdin>")
    except UnicodeDecodeError:
        raise LabError("<stdin>: cannot read the transcript: it is not UTF-8 text") from None


def _show(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _check(options: argparse.Namespace) -> int:
    from ios_emu.edge.check import check_files

    understood = check_files(options.configs, as_json=options.json, list_kept=options.kept)
    return OK if understood else DIFFERENT
