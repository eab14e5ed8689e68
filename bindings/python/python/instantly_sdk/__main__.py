"""`python -m instantly_sdk --version`."""

from __future__ import annotations

import argparse

from . import __version__


def main() -> None:
    """Prints the version."""
    parser = argparse.ArgumentParser(prog="python -m instantly_sdk", description="The Instantly API v2 for Python.")
    parser.add_argument("--version", action="version", version=f"instantly-sdk {__version__}")
    parser.parse_args()
    parser.print_help()


if __name__ == "__main__":
    main()
