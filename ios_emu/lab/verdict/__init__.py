"""The verdict of a replay: what a transcript recorded, against what really happened.

- `fields`   what may differ: every volatile field, its form, what is plausible, where it occurs; said only here
- `pieces`   the lines of a block cut into words, volatile fields and (unless whitespace is loose) the blanks
- `compare`  two blocks against each other; volatile values that a recording repeats are repeated in the run too
- `blocks`   a recorded transcript and the text of its run, paired into blocks: one command's output, or one
             stretch of what a console printed unasked
- `update`   the transcript's file with the output that really came

All of it is pure. What a transcript may declare about itself:

    !@ whitespace loose      runs of blanks, line breaks and indentation are all one
    !@ timestamps absent     it was recorded without the service timestamps that the routers print; those are not
                             compared
    !@ watch NODE...         from here on only these consoles (or `all`, or `none`) are recorded: what others print
                             unasked is not compared. All are, where nothing is said
    !@ lab FILE              the lab it was recorded in, beside the transcript
    !@ note TEXT             a remark
"""

from ios_emu.lab.verdict.blocks import BlockVerdict, Verdict, judge
from ios_emu.lab.verdict.compare import Difference, Shown
from ios_emu.lab.verdict.update import updated

__all__ = ["BlockVerdict", "Difference", "Shown", "Verdict", "judge", "updated"]
