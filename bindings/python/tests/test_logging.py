"""The logger `instantly_sdk`, and INSTANTLY_LOG."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from typing import Any

import pytest
from instantly_sdk import AsyncInstantly, Instantly, InvalidArgumentError
from instantly_sdk.testing import MockServer
from programs import quietly, run

NAME = "instantly_sdk"
LIST = "GET /api/v2/background-jobs (background_jobs.list) attempt"


def settings(server: MockServer) -> dict[str, Any]:
    return {"base_url": server.url, "api_key": "k", "max_retries": 1, "rate_limit": None}


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    """Level and message of each record, without its duration and the server's own ids."""
    return [(each.levelno, plain(each.getMessage())) for each in caplog.records]


def plain(line: str) -> str:
    return re.sub(r", request id mock-\d+", "", re.sub(r"\d+ ms", "- ms", line))


def test_a_request_is_one_line(server: MockServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, NAME), Instantly(**settings(server)) as client:
        server.answer_next(503, headers={"retry-after": "0", "x-request-id": "r-1"})
        server.answer_next(200, headers={"x-request-id": "r-2"}, json_body={"items": []})
        client.background_jobs.list()
        asyncio.run(list_in_task(server))
    assert lines(caplog)[:2] == [
        (logging.INFO, f"{LIST} 1: 503 in - ms, request id r-1"),
        (logging.INFO, f"{LIST} 2: 200 in - ms, request id r-2"),
    ]
    assert [message for _, message in lines(caplog)[2:]] == [f"{LIST} 1: 200 in - ms"]
    assert {each.name for each in caplog.records} == {NAME}


async def list_in_task(server: MockServer) -> None:
    async with AsyncInstantly(**settings(server)) as client:
        await client.background_jobs.list()


def test_debug_tells_what_is_sent_and_repeated(server: MockServer, caplog: pytest.LogCaptureFixture) -> None:
    expected = [
        (logging.DEBUG, f"{LIST} 1: sent"),
        (logging.INFO, f"{LIST} 1: 503 in - ms"),
        (logging.DEBUG, f"{LIST} 1: again in - ms"),
        (logging.DEBUG, f"{LIST} 2: sent"),
        (logging.INFO, f"{LIST} 2: 200 in - ms"),
    ]
    with caplog.at_level(logging.DEBUG, NAME), Instantly(**settings(server)) as client:
        server.answer_next(503, headers={"retry-after": "0"})
        client.background_jobs.list()
        assert lines(caplog) == expected
        caplog.clear()
        server.answer_next(503, headers={"retry-after": "0"})
        asyncio.run(list_in_task(server))
        assert lines(caplog) == expected


def test_the_level_is_asked_for_each_call(
    server: MockServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    monkeypatch.setattr(logging.getLogger(NAME), "log", lambda level, _line: made.append(level))
    with Instantly(**settings(server)) as client:
        client.background_jobs.list()
        # Not even made where nobody listens.
        assert made == []
        for level, told in [(logging.INFO, [logging.INFO]), (logging.DEBUG, [logging.DEBUG, logging.INFO])]:
            with caplog.at_level(level, NAME):
                client.background_jobs.list()
            assert made == told
            made.clear()
        client.background_jobs.list()
    assert made == []


def test_a_logger_that_breaks_is_no_matter_of_the_call(
    server: MockServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[BaseException | None] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda each: raised.append(each.exc_value))

    def broken(_record: logging.LogRecord) -> bool:
        raise OSError("the filter's own")

    logger = logging.getLogger(NAME)
    logger.addFilter(broken)
    try:
        with caplog.at_level(logging.INFO, NAME), Instantly(**settings(server)) as client:
            assert len(list(client.background_jobs.list(limit=20))) == 25
    finally:
        logger.removeFilter(broken)
    assert [str(each) for each in raised] == ["the filter's own"] * 2


PROGRAM = """
    import sys
    {before}
    from instantly_sdk import AsyncInstantly, Instantly
    client = Instantly(base_url=sys.argv[1], api_key="k")
    AsyncInstantly(base_url=sys.argv[1], api_key="k")
    {after}
    client.background_jobs.list()
    """


def log_of(server: MockServer, level: str, before: str = "", after: str = "") -> list[str]:
    """What a program writes to stderr."""
    program = PROGRAM.format(before=before, after=after)
    return run(program, server.url, INSTANTLY_LOG=level).stderr.splitlines()


def test_the_variable_writes_to_stderr(server: MockServer) -> None:
    [line] = log_of(server, "info")
    assert re.fullmatch(rf"[\d-]+ [\d:,]+ INFO {NAME}: {re.escape(LIST)} 1: 200 in - ms", plain(line))
    sent, answered = log_of(server, "debug")
    assert sent.endswith(f" DEBUG {NAME}: {LIST} 1: sent")
    assert f" INFO {NAME}: {LIST} 1: 200 in " in answered
    assert log_of(server, "") == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_variable_respects_what_the_application_set_up(server: MockServer, when: str) -> None:
    of_root = "import logging; logging.basicConfig(format='root %(message)s')"
    [line] = log_of(server, "info", **{when: of_root})
    assert line.startswith(f"root {LIST} 1: 200 in ")
    of_logger = """
    import logging
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("own %(message)s"))
    logging.getLogger("instantly_sdk").addHandler(handler)
    """
    [line] = log_of(server, "info", **{when: of_logger})
    assert line.startswith(f"own {LIST} 1: 200 in ")


def test_the_variable_counts_once(server: MockServer) -> None:
    quieter = """
    import logging
    logging.getLogger("instantly_sdk").setLevel(logging.WARNING)
    Instantly(api_key="k")
    """
    assert log_of(server, "info", after=quieter) == []


@pytest.mark.parametrize("kind", [Instantly, AsyncInstantly])
def test_another_value_of_the_variable_is_refused(kind: type[Instantly], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSTANTLY_LOG", "loud")
    with pytest.raises(InvalidArgumentError, match='INSTANTLY_LOG must be info or debug, got "loud"') as caught:
        kind(api_key="k")
    assert caught.value.argument == "INSTANTLY_LOG"


def test_nothing_is_imported_for_those_who_do_not_listen(server: MockServer) -> None:
    program = """
        import sys
        before = set(sys.modules)
        from instantly_sdk import Instantly
        with Instantly(base_url=sys.argv[1], api_key="k") as client:
            assert len(list(client.background_jobs.list(limit=20))) == 25
        print({"asyncio", "dataclasses", "inspect", "logging"} & (set(sys.modules) - before))
        """
    assert quietly(program, server.url) == "set()\n"
