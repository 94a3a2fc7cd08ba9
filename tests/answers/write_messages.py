"""Writes tests/answers/messages anew: each message as it is sent, to be read and committed."""

from __future__ import annotations

from answers.announcing import AUDIENCES, KINDS, made, worded
from answers.test_announcement import GOLDEN, STAGES, at, full, sparse


def main() -> None:
    """Replace what is committed by what the messages are now."""
    for audience in AUDIENCES:
        for kind in KINDS:
            short = sparse(status="resolved") if kind == "all_clear" else sparse()
            for which, incident in (("sparse", short), ("full", full())):
                text = worded(made(incident, audience, kind, at(STAGES[kind])))
                (GOLDEN / f"{which}-{audience}-{kind}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
