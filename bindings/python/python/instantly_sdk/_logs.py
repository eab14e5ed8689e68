"""What INSTANTLY_LOG asks for. Imported only where it is set: `logging` costs others more than this whole package."""

from __future__ import annotations

import logging

__all__ = ["set_up"]


def set_up(level: int) -> None:
    """Logs from this level on: through what the application has set up, else to stderr."""
    logger = logging.getLogger("instantly_sdk")
    logger.setLevel(level)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    # Asked for each line: an application that sets up its logging later gets the lines once, its own way.
    handler.addFilter(lambda _record: logger.handlers == [handler] and not logging.getLogger().handlers)
    logger.addHandler(handler)
