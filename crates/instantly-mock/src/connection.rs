//! One connection: bytes in, requests; answers, bytes out.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as HyperRequest, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::http::{Answer, Request, query_pairs};
use crate::reply::{Closed, Reply, ReplyBody};
use crate::state::State;
use crate::wire::{Socket, Wire};
use crate::{api, control, error, prerender};

/// The largest body taken in.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// Serves one client until it leaves.
pub(crate) async fn serve(state: Arc<State>, stream: TcpStream) {
    // Answers are written whole; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let wire = Wire::default();
    let socket = Socket::new(stream, wire.clone());
    let handler = wire.clone();
    let service = service_fn(move |request| handle(state.clone(), handler.clone(), request));
    tokio::select! {
        // A connection ends with an error when a client leaves early or a case breaks it off: both are ordinary here.
        _ = http1::Builder::new().serve_connection(TokioIo::new(socket), service) => {}
        () = wire.ended() => {}
    }
}

async fn handle(state: Arc<State>, wire: Wire, request: HyperRequest<Incoming>) -> Result<Response<ReplyBody>, Closed> {
    let (head, body) = request.into_parts();
    if let Some(ready) = prerender::response(&state, &head) {
        state.static_delay().await;
        return Ok(ready);
    }
    let Some(body) = collect(body).await? else {
        return Ok(Reply::from(error::answer(413, error::words(413).1)).into_response());
    };
    let request = Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: query_pairs(head.uri.query().unwrap_or_default()),
        headers: head.headers,
        body,
    };
    answer(&state, &wire, request).await
}

async fn answer(state: &State, wire: &Wire, request: Request) -> Result<Response<ReplyBody>, Closed> {
    if request.path == control::PREFIX || request.path.starts_with("/__mock/") {
        return Ok(Reply::from(control::answer(state, &request).await).into_response());
    }
    #[cfg(feature = "script")]
    if request.path.starts_with(crate::script::PREFIX) {
        return Ok(state.cases.play(&state.document, request, wire).await?.into_response());
    }
    state.records.add(&request);
    let fault = state.faults.strike(&request);
    let answer = if fault.is_none_or(|fault| fault.acts) { act(state, &request) } else { Answer::empty(204) };
    let reply = match fault {
        Some(fault) => fault.spoil(answer, wire).await?,
        None => answer.into(),
    };
    log(state, &request, &reply);
    let mut response = reply.into_response();
    if let Ok(id) = HeaderValue::try_from(state.next_request_id()) {
        response.headers_mut().entry("x-request-id").or_insert(id);
    }
    Ok(response)
}

fn act(state: &State, request: &Request) -> Answer {
    let answer = api::answer(state, request);
    state.faults.acted(request, &answer);
    answer
}

fn log(state: &State, request: &Request, reply: &Reply) {
    if state.log {
        let query = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let query = if query.is_empty() { query } else { format!("?{query}") };
        eprintln!("{} {}{query} {} {} bytes", request.method, request.path, reply.status, reply.body.size());
    }
}

/// None for a body that is too large.
async fn collect(body: Incoming) -> Result<Option<Bytes>, Closed> {
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(collected) => Ok(Some(collected.to_bytes())),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Ok(None),
        Err(_) => Err(Closed),
    }
}
