"""How type checkers see the package: checked by mypy and pyright, never run.

Each wrong line carries the comment that suppresses its error; a checker that finds no error there complains about the
comment.
"""

from __future__ import annotations

from datetime import datetime

from instantly_sdk import (
    AsyncInstantly,
    AsyncPage,
    Instantly,
    NotFoundError,
    Page,
    RateLimitError,
    RawResponse,
    omit,
)
from instantly_sdk.types import BackgroundJob, BackgroundJobData, BackgroundJobStatus
from typing_extensions import assert_type


def lists(client: Instantly) -> None:
    page = client.background_jobs.list(status=["pending", "brand-new"], limit=10, type="move-leads")
    assert_type(page, Page[BackgroundJob])
    assert_type(page.items, list[BackgroundJob])
    assert_type(page.next_starting_after, str | None)
    assert_type(page.get_next_page(), Page[BackgroundJob])
    for job in page:
        assert_type(job, BackgroundJob)
    for each in page.iter_pages():
        assert_type(each, Page[BackgroundJob])
    client.background_jobs.list(limit=omit, timeout=5, extra_headers={"a": "b"}, extra_query={"a": ["b"]})
    client.background_jobs.list(limit="10")  # type: ignore[arg-type]
    client.background_jobs.list(limit=None)  # type: ignore[arg-type]
    client.background_jobs.list(10)  # type: ignore[call-arg]
    client.background_jobs.list(limits=10)  # type: ignore[call-arg]


def reads(job: BackgroundJob) -> None:
    assert_type(job.id, str)
    assert_type(job.user_id, str | None)
    assert_type(job.progress, float)
    assert_type(job.created_at, datetime)
    assert_type(job.data, BackgroundJobData | None)
    assert_type(job.fields_set, frozenset[str])
    status: BackgroundJobStatus = job.status
    assert status
    if job.data is not None:
        assert_type(job.data.moved_lead_emails, list[str] | None)
    job.status = "failed"  # type: ignore[misc]
    job.invented  # type: ignore[attr-defined]  # noqa: B018


def gets_and_waits(client: Instantly) -> None:
    assert_type(client.background_jobs.get("x", data_fields=["success_count"]), BackgroundJob)
    assert_type(client.background_jobs.wait("x", timeout=5, on_progress=print), BackgroundJob)
    assert_type(client.background_jobs.wait_many(["x"]), list[BackgroundJob])
    assert_type(client.with_options(timeout=5, workspace="w"), Instantly)
    client.background_jobs.get(5)  # type: ignore[arg-type]
    client.background_jobs.get()  # type: ignore[call-arg]
    client.nothing  # type: ignore[attr-defined]  # noqa: B018


def raw(client: Instantly) -> None:
    response = client.background_jobs.with_raw_response.get("x")
    assert_type(response, RawResponse[BackgroundJob])
    assert_type(response.parse(), BackgroundJob)
    assert_type(client.background_jobs.with_raw_response.list(limit=1).parse(), Page[BackgroundJob])
    client.background_jobs.with_raw_response.list(limit="1")  # type: ignore[arg-type]


async def asynchronous(client: AsyncInstantly) -> None:
    assert_type(await client.background_jobs.list(), AsyncPage[BackgroundJob])
    async for job in client.background_jobs.list():
        assert_type(job, BackgroundJob)
    async for page in client.background_jobs.list().iter_pages():
        assert_type(page, AsyncPage[BackgroundJob])
    assert_type(await client.background_jobs.get("x"), BackgroundJob)
    assert_type(await client.background_jobs.wait_many(["x"]), list[BackgroundJob])
    raw = await client.background_jobs.with_raw_response.list()
    assert_type(raw, RawResponse[AsyncPage[BackgroundJob]])
    assert_type((await client.background_jobs.with_raw_response.get("x")).parse(), BackgroundJob)


def errors(client: Instantly) -> None:
    try:
        client.background_jobs.list()
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
        assert_type(error.status_code, int)
        assert_type(error.headers.get("x"), str | None)
    except NotFoundError as error:
        assert_type(error.request_id, str | None)
