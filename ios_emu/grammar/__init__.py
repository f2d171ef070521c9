"""The IOS language: what a typed line means, and how a configuration is read, kept and shown.

- `command`    an entry of the command table, and the notation it is written in
- `types`, `interfaces`   argument types; interface names
- `notation`   pyparsing reads the notation into a syntax tree
- `program`    the tree as an automaton over words; which words name a line
- `match`      the walk of live states that a line makes through all commands of a mode
- `grammar`    modes and privilege levels; `match`, errors and the `^` marker, `?` and Tab
- `lexicon`, `words`   help texts of common words
- `document`   pyparsing takes a config file apart into lines
- `config`     the running-config as a value
- `modifier`, `filter`   output modifiers, `| include ...`: as they are typed, and what they do

Nothing here knows what any command does: that is the business of the rooms above, which write the table.
"""
