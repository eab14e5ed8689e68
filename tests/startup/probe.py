"""Prints what a package costs this process, in milliseconds by the clock and of the processor.

First to import it, then to make a client: `python -I probe.py PACKAGE`, where the package has a class `Instantly`.
Nothing else is imported before it, so that it gets no help.
"""

import sys
from time import perf_counter, process_time


def cost(action):
    """What an action returns, and what it took."""
    wall, processor = perf_counter(), process_time()
    result = action()
    return result, [1_000 * (perf_counter() - wall), 1_000 * (process_time() - processor)]


package, importing = cost(lambda: __import__(sys.argv[1]))
client, constructing = cost(lambda: package.Instantly(api_key="a-key"))
print(*importing, *constructing)
