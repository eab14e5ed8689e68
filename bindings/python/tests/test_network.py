"""How a client reaches the API: whom it trusts, and through whom it goes."""

from __future__ import annotations

import asyncio
import os
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from instantly_sdk import APIConnectionError, AsyncInstantly, Instantly, InvalidArgumentError
from listener import JOB
from servers import JobServer, Proxy

KEY = "a-key-to-look-for"
ID = str(JOB["id"])
CLIENTS = [Instantly, AsyncInstantly]
Kind = type[Instantly] | type[AsyncInstantly]


@pytest.fixture
def secure() -> Iterator[JobServer]:
    with JobServer(secure=True) as server:
        yield server


@pytest.fixture
def plain() -> Iterator[JobServer]:
    with JobServer(secure=False) as server:
        yield server


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as proxy:
        yield proxy


def get(kind: Kind, server: JobServer, **settings: Any) -> str:
    """The id of the job that the server has."""
    settings = {"base_url": server.url, "api_key": KEY, "max_retries": 0, "rate_limit": None, **settings}
    if issubclass(kind, Instantly):
        with kind(**settings) as client:
            return client.background_jobs.get(ID).id

    async def main() -> str:
        async with AsyncInstantly(**settings) as client:
            return (await client.background_jobs.get(ID)).id

    return asyncio.run(main())


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_certificate_that_nobody_vouches_for_is_refused(kind: Kind, secure: JobServer) -> None:
    with pytest.raises(APIConnectionError, match="certificate"):
        get(kind, secure)
    assert secure.authorizations == []


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("form", ["bytes", "text", "path", "path as text"])
def test_a_certificate_is_trusted_when_the_caller_gives_it(
    kind: Kind, form: str, secure: JobServer, tmp_path: Path
) -> None:
    file = tmp_path / "authority.pem"
    file.write_bytes(secure.certificate)
    forms = {"bytes": secure.certificate, "text": secure.certificate.decode(), "path": file, "path as text": str(file)}
    assert get(kind, secure, ca_certificates=forms[form]) == ID
    assert secure.authorizations == [f"Bearer {KEY}"]


@pytest.mark.parametrize("kind", CLIENTS)
def test_certificates_are_read_when_the_client_is_made(kind: Kind, tmp_path: Path) -> None:
    missing = tmp_path / "missing.pem"
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, ca_certificates=missing)
    assert caught.value.argument == "ca_certificates"
    assert str(caught.value).startswith(f"ca_certificates: {missing} can't be read: ")
    assert isinstance(caught.value.__cause__, FileNotFoundError)
    empty = tmp_path / "empty.pem"
    empty.touch()
    wrong: list[Any] = [empty, b"", b"no certificate", "-----BEGIN nothing", 5]
    for each in wrong:
        with pytest.raises(InvalidArgumentError, match="PEM file") as caught:
            kind(api_key=KEY, ca_certificates=each)
        assert caught.value.argument == "ca_certificates"


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("name", ["verify", "insecure", "ssl", "verify_ssl", "tls_verify"])
def test_nothing_turns_verification_off(kind: type[Instantly], name: str) -> None:
    with pytest.raises(TypeError, match=name):
        kind(api_key=KEY, **{name: False})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=name):
        kind(api_key=KEY).with_options(**{name: False})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_proxy_sees_neither_the_key_nor_the_path(kind: Kind, secure: JobServer, proxy: Proxy) -> None:
    settings = {"ca_certificates": secure.certificate, "proxy": f"http://someone:pass-word@{proxy.address}"}
    assert get(kind, secure, **settings) == ID
    [head] = proxy.heads
    assert head.startswith(f"connect {secure.url.removeprefix('https://')} http/1.1\r\n")
    assert "proxy-authorization: basic " in head
    assert KEY not in head
    assert "authorization: bearer" not in head
    assert secure.authorizations == [f"Bearer {KEY}"]


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_environment_names_a_proxy(
    kind: Kind, name: str, secure: JobServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, f"http://{proxy.address}")
    assert get(kind, secure, ca_certificates=secure.certificate) == ID
    assert len(proxy.heads) == 1
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert get(kind, secure, ca_certificates=secure.certificate) == ID
    assert len(proxy.heads) == 1
    assert len(secure.authorizations) == 2


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_environment_names_a_proxy_for_plain_http(
    kind: Kind, plain: JobServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert get(kind, plain) == ID
    assert proxy.heads == []
    monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
    assert get(kind, plain) == ID
    assert proxy.heads[0].startswith(f"get {plain.url}/api/v2/background-jobs/{ID} ")


def test_the_option_wins_over_the_environment(plain: JobServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    assert get(Instantly, plain, proxy=f"http://{proxy.address}") == ID
    assert len(proxy.heads) == 1


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("by", ["option", "environment"])
@pytest.mark.parametrize("refusal", ["403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway"])
def test_a_proxy_that_refuses_is_named_without_its_password(
    kind: Kind, by: str, refusal: str, secure: JobServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Proxy(refusal) as proxy:
        url = f"http://someone:pass-word@{proxy.address}"
        if by == "environment":
            monkeypatch.setenv("HTTPS_PROXY", url)
        settings = {"proxy": url} if by == "option" else {}
        with pytest.raises(APIConnectionError) as caught:
            get(kind, secure, ca_certificates=secure.certificate, **settings)
        host = secure.url.removeprefix("https://")
        assert str(caught.value).startswith(f"could not connect to {host} through the proxy {proxy.address}: ")
    error: BaseException | None = caught.value
    said = ["".join(traceback.format_exception(caught.value)), repr(pickle.dumps(caught.value))]
    while error is not None:
        said += [str(error), repr(error), repr(vars(error))]
        error = error.__cause__
    assert not any(secret in each for each in said for secret in [KEY, "pass-word", "someone"])
    assert secure.authorizations == []


def test_a_proxy_that_nobody_runs_is_named(secure: JobServer) -> None:
    with Proxy() as gone:
        address = gone.address
    with pytest.raises(APIConnectionError, match=f"through the proxy {address}: "):
        get(Instantly, secure, ca_certificates=secure.certificate, proxy=f"http://{address}")


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "wrong", ["someone:pass-word@nowhere", "ftp://someone:pass-word@example.com", b"http://someone:pass-word@nowhere"]
)
def test_a_proxy_that_is_none_is_refused_without_being_repeated(kind: Kind, wrong: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, proxy=wrong)
    assert caught.value.argument == "proxy"
    assert "pass-word" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.skipif(os.name == "nt", reason="a full queue drops connections there in another way")
def test_a_connection_has_a_time_of_its_own() -> None:
    import socket

    # The queue of this socket is full, so that the system answers no further connection.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = []
        try:
            while True:
                waiting.append(socket.create_connection(full.getsockname(), timeout=0.2))
        except TimeoutError:
            pass
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        with Instantly(base_url=url, api_key=KEY, max_retries=0) as client:
            other = client.with_options(connect_timeout=0.1)
            with pytest.raises(APIConnectionError, match=r"within the connect_timeout of 0\.1 s"):
                other.background_jobs.get(ID)
            with pytest.raises(APIConnectionError, match=r"within the connect_timeout of 0\.2 s"):
                client.background_jobs.get(ID, connect_timeout=0.2)
        for each in waiting:
            each.close()
