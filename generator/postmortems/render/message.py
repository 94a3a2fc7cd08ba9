"""Messages as plain text: a template of the team's, filled with lines that were made safe before.

Each template is held against its message's fields before it is used, whatever the record says: so
one that leaves a field out, or asks for something else, fails at once and never on the day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jinja2
from jinja2 import meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from postmortems.characters import FORBIDDEN, describe
from postmortems.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postmortems.config.workflow import Message

Lines = tuple[str, ...]
EXTRAS = ("incident", "sender")
"""What a template may use besides its message's fields."""

_GAP = re.compile(r"\n{3,}")


def _written(value: object) -> object:
    """Write the lines of a field as one where a template does not list them."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else value


class Messenger:
    """Holds the templates of messages."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        """Take template sources by path, such as ``communications/declaration.txt.j2``."""
        self._templates = templates
        # A message is worded for whoever runs the command, in whatever branch is checked out.
        self._environment = ImmutableSandboxedEnvironment(
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_written,
            autoescape=False,
        )

    def body(
        self, message: Message, values: Mapping[str, Lines], *, incident: str, sender: str
    ) -> str:
        """Word a message; a field without lines is not known, and the template says so.

        Raises ConfigurationError, naming the template, when it is missing or broken, leaves out a
        field of the message, or uses anything else.
        """
        template, name = self._template(message)
        known: dict[str, object] = {
            variable(each.id): values.get(each.id, ()) for each in message.fields
        }
        try:
            text = template.render({"incident": incident, "sender": sender} | known)
        except (
            jinja2.TemplateError,
            ArithmeticError,
            AttributeError,
            LookupError,
            MemoryError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            message_ = f"templates/{name}: {type(error).__name__}: {error}"
            raise ConfigurationError(message_) from error
        # Values were made safe before, so this is the template's own.
        if strange := FORBIDDEN.search(text):
            raise ConfigurationError(f"templates/{name} holds {describe(strange[0])}; take it out")
        lines = "\n".join(line.rstrip() for line in text.split("\n"))
        return _GAP.sub("\n\n", lines).strip("\n") + "\n"

    def specimen(self, message: Message) -> tuple[str, str]:
        """Word a message with each field's description in its place, and with nothing known."""
        described: dict[str, Lines] = {
            each.id: (f"«{each.text.rstrip('.')}»",) for each in message.fields
        }
        sender = "«Who signs»"
        return (
            self.body(message, described, incident="«The incident's id»", sender=sender),
            self.body(message, {}, incident="«The incident's id»", sender=""),
        )

    def specimens(self, messages: Iterable[Message]) -> dict[str, tuple[str, str]]:
        """Return the specimen of each message, by its id."""
        return {each.id: self.specimen(each) for each in messages}

    def _template(self, message: Message) -> tuple[jinja2.Template, str]:
        name = f"communications/{message.id}.txt.j2"
        source = self._templates.get(name)
        if source is None:
            raise ConfigurationError(
                f"templates/{name} does not exist; the message {message.id} of policy.yml needs it"
            )
        try:
            tree = self._environment.parse(source)
            used = meta.find_undeclared_variables(tree)
            template = self._environment.from_string(source)
        except jinja2.TemplateSyntaxError as error:
            message_ = f"templates/{name}:{error.lineno}: {error.message}"
            raise ConfigurationError(message_) from error
        except (MemoryError, RecursionError, ValueError) as error:
            message_ = f"templates/{name}: {type(error).__name__}: {error}"
            raise ConfigurationError(message_) from error
        fields = {variable(each.id) for each in message.fields}
        if strange := sorted(used - fields - set(EXTRAS)):
            raise ConfigurationError(
                f"templates/{name} uses `{strange[0]}`, which is no field of the message "
                f"{message.id}; there are {', '.join(sorted(fields | set(EXTRAS)))}"
            )
        if missing := sorted(fields - used):
            raise ConfigurationError(
                f"templates/{name} does not say `{missing[0]}`, which policy.yml asks of the "
                f"message {message.id}"
            )
        return template, name


def variable(field: str) -> str:
    """Return the name of a field in templates: ``next_update`` for ``next-update``."""
    return field.replace("-", "_")
