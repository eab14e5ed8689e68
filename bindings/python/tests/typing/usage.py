"""How type checkers see the package: checked by mypy and pyright, never run.

Each wrong line carries the comment that suppresses its error; a checker that finds no error there complains about the
comment.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from instantly_sdk import (
    AsyncInstantly,
    AsyncPage,
    AsyncStartedJob,
    BodyOptions,
    CallOptions,
    Instantly,
    NotFoundError,
    Page,
    RateLimitError,
    RateLimitStatus,
    RateLimitWindow,
    RawResponse,
    RequestEvent,
    ResponseEvent,
    StartedJob,
    WaitOptions,
    omit,
)
from instantly_sdk.types import (
    AIAgent,
    AISalesAgent,
    BackgroundJob,
    BackgroundJobData,
    BackgroundJobStatus,
    Campaign,
    CampaignAnalytics,
    CampaignSchedule,
    CampaignScheduleInput,
    CampaignStatus,
    Lead,
    LeadStatus,
    ScheduleDaysInput,
)
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
    client.background_jobs.list(
        connect_timeout=1, deadline=60, max_retries=1, retry_writes=True, workspace="w", prefetch=False
    )
    client.background_jobs.list(timeout=omit, prefetch=omit)
    client.background_jobs.list(prefetch="no")  # type: ignore[arg-type]
    client.background_jobs.list(timout=5)  # type: ignore[call-arg]
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
    client.background_jobs.wait_many(["x"], timeout=5, poll_interval=1, max_poll_interval=2)
    intervals: WaitOptions = {"poll_interval": 1}
    client.background_jobs.wait("x", **intervals)
    client.background_jobs.wait("x", deadline=5)  # type: ignore[call-arg]
    client.background_jobs.get(5)  # type: ignore[arg-type]
    client.background_jobs.get()  # type: ignore[call-arg]
    client.nothing  # type: ignore[attr-defined]  # noqa: B018


def raw(client: Instantly) -> None:
    response = client.background_jobs.with_raw_response.get("x")
    assert_type(response, RawResponse[BackgroundJob])
    assert_type(response.parse(), BackgroundJob)
    assert_type(client.background_jobs.with_raw_response.list(limit=1).parse(), Page[BackgroundJob])
    client.background_jobs.with_raw_response.list(limit="1")  # type: ignore[arg-type]
    client.background_jobs.with_raw_response.list(limit=1, timeout=5)
    client.background_jobs.with_raw_response.list(timout=5)  # type: ignore[call-arg]


def bodies(client: Instantly) -> None:
    days: ScheduleDaysInput = {"0": True, "6": False}
    schedule: CampaignScheduleInput = {
        "schedules": [
            {"name": "x", "timing": {"from": "09:00", "to": "17:00"}, "days": days, "timezone": "America/Detroit"}
        ],
        "start_date": date(2026, 1, 2),
        "end_date": None,
    }
    campaign = client.campaigns.create(name="x", campaign_schedule=schedule, email_list=("a", "b"))
    assert_type(campaign, Campaign)
    client.campaigns.update("x", name=omit, daily_limit=None, extra_body={"new": [1]})
    client.campaigns.update("x", campaign_schedule=schedule)
    client.leads.update("x", custom_variables={"plan": "pro", "seats": 3, "trial": None})
    client.leads.update_interest_status(lead_email="x", interest_value=None)
    client.campaigns.create(name="x")  # type: ignore[call-arg]
    client.campaigns.create(name=None, campaign_schedule=schedule)  # type: ignore[arg-type]
    client.campaigns.update("x", name=None)  # type: ignore[arg-type]
    client.campaigns.update("x", nothing=1)  # type: ignore[call-arg]
    client.campaigns.update("x", daily_limit="5")  # type: ignore[arg-type]
    client.campaigns.get("x", extra_body={})  # type: ignore[call-arg]
    shared: CallOptions = {"timeout": 5, "workspace": "w"}
    client.campaigns.get("x", **shared)
    client.campaigns.update("x", **shared)
    sent: BodyOptions = {"extra_body": {"a": 1}, "max_retries": 0}
    client.campaigns.update("x", name="x", **sent)
    wrong: CampaignScheduleInput = {"schedules": [], "start": "x"}  # type: ignore[typeddict-unknown-key]
    missing: CampaignScheduleInput = {}  # type: ignore[typeddict-item]
    assert wrong
    assert missing


def codes(client: Instantly) -> None:
    lead = client.leads.get("x")
    assert_type(lead, Lead)
    assert_type(lead.status, LeadStatus | int)
    assert lead.status == LeadStatus.ACTIVE
    assert_type(CampaignStatus(1), CampaignStatus)
    client.campaigns.list(status=CampaignStatus.ACTIVE)
    client.campaigns.list(status=77)
    client.campaigns.list(status="active")  # type: ignore[arg-type]
    LeadStatus.NOTHING  # type: ignore[attr-defined]  # noqa: B018


def results(client: Instantly) -> None:
    assert_type(client.leads.list(limit=1), Page[Lead])
    assert_type(client.leads.list().extra, dict[str, Any])
    assert_type(client.campaigns.analytics.list(), list[CampaignAnalytics])
    assert_type(client.ai_agents.update("x", name="x"), AIAgent | AISalesAgent)
    assert_type(client.block_lists_entries.download(), str)
    assert_type(client.supersearch_enrichment.history("x"), list[dict[str, Any]])
    assert_type(client.campaigns.get("x").campaign_schedule, CampaignSchedule)
    raw = client.ai_agents.with_raw_response.update("x", name="x")
    assert_type(raw.parse(), AIAgent | AISalesAgent)


def jobs(client: Instantly) -> None:
    started = client.leads.move(ids=["x"])
    assert_type(started, StartedJob[BackgroundJob, BackgroundJob])
    assert_type(started.answer, BackgroundJob)
    assert_type(started.job_id, str | None)
    assert_type(started.wait(timeout=5, on_progress=lambda job: print(job.progress)), BackgroundJob | None)
    assert_type(client.leads.with_raw_response.move().parse(), StartedJob[BackgroundJob, BackgroundJob])
    started.wait(max_poll_interval=2)
    started.wait(5)  # type: ignore[call-arg, arg-type]


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
    assert_type(await client.campaigns.update("x", name="x"), Campaign)
    assert_type(await client.campaigns.analytics.list(), list[CampaignAnalytics])
    assert_type(await client.ai_agents.update("x"), AIAgent | AISalesAgent)
    started = await client.leads.move(ids=["x"])
    assert_type(started, AsyncStartedJob[BackgroundJob, BackgroundJob])
    assert_type(await started.wait(), BackgroundJob | None)
    async for lead in client.leads.list():
        assert_type(lead, Lead)


def errors(client: Instantly) -> None:
    try:
        client.background_jobs.list()
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
        assert_type(error.status_code, int)
        assert_type(error.headers.get("x"), str | None)
    except NotFoundError as error:
        assert_type(error.request_id, str | None)


def on_request(event: RequestEvent) -> None:
    assert_type(event.attempt, int)
    event.attempt = 2  # type: ignore[misc]


def on_response(event: ResponseEvent) -> None:
    assert_type((event.status, event.request_id), tuple[int | None, str | None])
    assert_type((event.elapsed, event.error), tuple[float, str | None])


async def awaited(event: RequestEvent) -> None: ...


def settings(kind: type[Instantly] | type[AsyncInstantly]) -> None:
    kind(ca_certificates=b"", proxy="http://proxy.example.com:8080", on_request=on_request, on_response=on_response)
    kind(ca_certificates=Path("authority.pem")).with_options(connect_timeout=1, on_request=None)
    kind(ca_certificates=5)  # type: ignore[arg-type]
    kind(on_request=awaited)  # type: ignore[arg-type]
    kind(on_response=on_request)  # type: ignore[arg-type]


def limits(client: Instantly) -> None:
    status = client.rate_limit_status()
    assert_type(status, RateLimitStatus | None)
    if status is not None:
        assert_type(status.windows, tuple[RateLimitWindow, ...])
        assert_type(status.groups["emails_list"].used, int)
        assert_type(status.next_in, float)
