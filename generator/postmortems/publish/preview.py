"""The live preview: MkDocs' own server with our plugin."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError, PublishError

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.audiences import AudienceName


def preview(root: Path, address: str, audience: AudienceName | None = None) -> None:
    """Serve the site until interrupted, without an audience that of mkdocs.yml.

    Raises ConfigurationError or PublishError.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.serve import serve  # noqa: PLC0415 - the setting above must come first
    from mkdocs.exceptions import ConfigurationError as MkDocsConfigurationError  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    logging.basicConfig(level=logging.INFO, format="%(levelname)-7s %(message)s")
    from postmortems.publish.plugin import PostmortemsPlugin  # noqa: PLC0415 - it imports MkDocs

    try:
        with PostmortemsPlugin.building_for(audience):
            serve(str(root / "mkdocs.yml"), dev_addr=address)
    except MkDocsConfigurationError as error:
        message = f"mkdocs.yml: {error}"
        raise ConfigurationError(message) from error
    except (MkDocsException, OSError, OverflowError) as error:
        message = f"the preview stopped: {error}"
        raise PublishError(message) from error
