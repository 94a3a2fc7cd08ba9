"""Faults that reading reports about a file and its YAML, before there are any fields."""

from __future__ import annotations

from postmortems.rules.base import loading_rule

UNREADABLE_FILE = loading_rule(
    "unreadable-file",
    """A file that cannot be opened, is no regular file, or is a link.

    Why: Links and devices lead out of the repository. Whoever sends one in a pull request could
    have the builder's own files published, or stall it for ever.

    Fix: Put the file itself in its place.

    Source: CWE-59, following links to files.

    Flagged:
        # A symbolic link in place of the file.

    Accepted:
        schema: 1
    """,
)

FILE_TOO_LARGE = loading_rule(
    "file-too-large",
    """A file with more bytes than `limits` in `site_config/site.yml` allows.

    Why: A record that size is a log or a dump; it stalls everyone's build and nobody reads it.

    Fix: Keep the story here and link to the rest.

    Source: CWE-400, uncontrolled consumption of resources.

    Flagged:
        # A record of more than a mebibyte.

    Accepted:
        schema: 1
    """,
)

NOT_UTF8 = loading_rule(
    "not-utf8",
    """A file that is not valid UTF-8.

    Why: In other encodings the same bytes are other letters on every machine.

    Fix: Save the file as UTF-8, without a byte order mark.

    Source: YAML 1.2.2, section 5.2, on character encodings.

    Flagged:
        # A record saved as UTF-16 or Latin-1.

    Accepted:
        schema: 1
    """,
)

FORBIDDEN_CHARACTER = loading_rule(
    "forbidden-character",
    """A character that steers terminals, turns the direction of text, cannot be seen, or breaks
    lines where nobody sees a break.

    Why: With it a line can look like another one to whoever reviews it.

    Fix: Delete it. In a paste, retype the words around it. Joiners inside emoji are fine.
    `postmortems fix` takes away a byte order mark at the head of the file, and no other character.

    Source: Unicode technical report 36; the `Trojan Source` paper on turned text in source code.

    Flagged:
        title: "Card payments\\u200b were declined"

    Accepted:
        title: Card payments were declined for an hour 👩‍💻
    """,
)

YAML_SYNTAX = loading_rule(
    "yaml-syntax",
    """A file that is not YAML from some place on.

    Why: Nothing after that place could be read.

    Fix: Look at the line of the finding and the one above it: a quote or bracket that is never
    closed, a colon in unquoted text, a tab. `postmortems fix` puts a text of one line in quotes
    where nothing else is wrong.

    Source: YAML 1.2.2.

    Flagged:
        tags: [certificate

    Accepted:
        tags: [certificate]
    """,
)

DUPLICATE_KEY = loading_rule(
    "duplicate-key",
    """A key that stands twice in one mapping.

    Why: One of the two values would be lost without a word.

    Fix: Keep one of them.

    Source: YAML 1.2.2, section 3.2.1.3, which demands unique keys.

    Flagged:
        tags: [certificate]
        tags: [gateway]

    Accepted:
        tags: [certificate, gateway]
    """,
)

COMPLEX_KEY = loading_rule(
    "complex-key",
    """A key that is not plain text.

    Why: Fields have names; a list or mapping as a key names nothing.

    Fix: Write a word.

    Source: Domain rule of this project; StrictYAML refuses such keys, too.

    Flagged:
        glossary:
          ? [PSP, gateway]
          : The company that carries out card payments.

    Accepted:
        glossary:
          PSP: The company that carries out card payments.
    """,
)

YAML_ALIAS = loading_rule(
    "yaml-alias",
    """An anchor or an alias: one part of the file repeated elsewhere by reference.

    Why: It hides what the record says from whoever reads a part of it, and a few nested aliases
    grow without bound.

    Fix: Write the value out where it belongs.

    Source: The `billion laughs` attack, CWE-776.

    Flagged:
        tags: &tags [certificate]

    Accepted:
        tags: [certificate]
    """,
)

YAML_TAG = loading_rule(
    "yaml-tag",
    """A tag such as `!!python/object`, which tells a parser to build something else than data.

    Why: Tags have been used to run code while a file was read. Records need none.

    Fix: Delete the tag. Put text in quotes where it must stay text.

    Source: CWE-502, on building objects from untrusted data.

    Flagged:
        tags: !!set [certificate]

    Accepted:
        tags: [certificate]
    """,
)

YAML_DIRECTIVE = loading_rule(
    "yaml-directive",
    """A directive line such as `%YAML 1.1`.

    Why: It changes how the rest of the file is read.

    Fix: Delete the line.

    Source: YAML 1.2.2, section 6.8.

    Flagged:
        %YAML 1.2
        ---

    Accepted:
        schema: 1
    """,
)

SECOND_DOCUMENT = loading_rule(
    "second-document",
    """A second document in one file, begun by `---`.

    Why: One file is one incident, found by its name. A second one would not be published.

    Fix: Give each incident a file of its own.

    Source: Domain rule of this project.

    Flagged:
        ideas:
          - A list of all certificates.
        ---
        # The next incident began here.

    Accepted:
        ideas:
          - A list of all certificates.
    """,
)

TOO_DEEP = loading_rule(
    "too-deep",
    """Lists and mappings nested deeper than `limits` in `site_config/site.yml` allows.

    Why: Parsers have crashed on deep nesting, and no record needs it.

    Fix: Flatten the structure.

    Source: CWE-674, uncontrolled recursion.

    Flagged:
        tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

    Accepted:
        tags: [certificate]
    """,
)

TOO_MANY_VALUES = loading_rule(
    "too-many-values",
    """A file with more values than `limits` in `site_config/site.yml` allows.

    Why: Twenty thousand values are data, not a story; they stall everyone's build.

    Fix: Split the record, or move the data elsewhere and link to it.

    Source: CWE-400, uncontrolled consumption of resources.

    Flagged:
        # A record with twenty thousand tags.

    Accepted:
        tags: [certificate]
    """,
)

TEXT = (
    UNREADABLE_FILE,
    FILE_TOO_LARGE,
    NOT_UTF8,
    FORBIDDEN_CHARACTER,
    YAML_SYNTAX,
    DUPLICATE_KEY,
    COMPLEX_KEY,
    YAML_ALIAS,
    YAML_TAG,
    YAML_DIRECTIVE,
    SECOND_DOCUMENT,
    TOO_DEEP,
    TOO_MANY_VALUES,
)
"""What keeps a file from being read, or makes reading it a risk."""
