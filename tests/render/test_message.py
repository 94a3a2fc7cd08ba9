from __future__ import annotations

import pytest

from postmortems.errors import ConfigurationError
from postmortems.render.message import Messenger, variable
from support.example import settings

MESSAGE = settings().policy.messages[0]
FIELDS = "".join(f"{{{{ {variable(each.id)} }}}}\n" for each in MESSAGE.fields)


def worded(more: str) -> str:
    messenger = Messenger({f"communications/{MESSAGE.id}.txt.j2": FIELDS + more})
    return messenger.body(MESSAGE, {}, incident="INC-1", sender="")


def test_a_template_says_what_it_is_given() -> None:
    assert worded("about {{ incident }}").endswith("about INC-1\n")


@pytest.mark.parametrize(
    "reach",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ incident.__init__.__globals__ }}",
        "{% for each in range(1000000000) %}x{% endfor %}",
        "{{ '%s'.format.__self__.__class__ }}",
    ],
)
def test_a_template_reaches_nothing_but_its_fields(reach: str) -> None:
    with pytest.raises(ConfigurationError, match=r"templates/communications/.*txt\.j2"):
        worded(reach)
