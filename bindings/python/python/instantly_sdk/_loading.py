"""Loads the native module before anything that needs it, and says what is wrong where it can't be loaded."""

from __future__ import annotations

__all__ = ["__version__"]


def _explanation(error: ImportError) -> str:
    # Here and not above: whoever can load the module need not wait for these.
    import platform
    import sys
    from pathlib import Path

    here = f"{sys.platform} {platform.machine()}"
    if sys.platform == "linux":
        here += f" ({' '.join(platform.libc_ver()).strip() or 'musl'})"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    folder = Path(__file__).parent
    found = sorted(file.name for file in folder.glob("_native.*") if file.suffix != ".pyi")
    return f"""instantly_sdk: the native module does not load on {here} with {python}: {error}
In {folder}: {", ".join(found) or "none"}
Usual causes:
  - the package was installed for, or copied from, another platform or Python (an image, a bundle, pip --platform)
  - another C library than the wheel's: musl (Alpine) against glibc, or a glibc before 2.17
  - a checkout of the repository that nothing was built in: there, maturin develop
Remedy, with the Python that will run it:
  {sys.executable or "python"} -m pip install --force-reinstall --no-cache-dir instantly-sdk"""


try:
    from ._native import __version__
except ImportError as error:
    raise ImportError(_explanation(error), name="instantly_sdk._native", path=error.path) from error
