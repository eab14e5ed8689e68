//! How much of the account's limits is used.

use std::collections::BTreeMap;

use instantly_client::RateLimitWindow;
use napi_derive::napi;

use crate::duration::in_milliseconds;

/// What `rateLimitStatus` shows. Times are in milliseconds.
#[napi(object, object_from_js = false)]
pub struct RateLimitStatus {
    pub windows: Vec<Window>,
    pub groups: BTreeMap<String, Window>,
    pub next_in: f64,
}

/// One limit.
#[napi(object, object_from_js = false, js_name = "RateLimitWindow")]
pub struct Window {
    pub limit: u32,
    pub length: f64,
    pub used: u32,
}

impl From<instantly_client::RateLimitStatus> for RateLimitStatus {
    fn from(status: instantly_client::RateLimitStatus) -> Self {
        let windows = status.windows.into_iter().map(Window::from).collect();
        let groups = status.groups.into_iter().map(|(name, window)| (name.to_owned(), window.into())).collect();
        RateLimitStatus { windows, groups, next_in: in_milliseconds(status.next_in) }
    }
}

impl From<RateLimitWindow> for Window {
    fn from(window: RateLimitWindow) -> Self {
        let count = |calls: usize| u32::try_from(calls).unwrap_or(u32::MAX);
        Window { limit: count(window.limit), length: in_milliseconds(window.length), used: count(window.used) }
    }
}
