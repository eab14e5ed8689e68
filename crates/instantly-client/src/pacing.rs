//! Keeping to the API's limits before it has to say so.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::operation::RateGroup;

/// The documented limits of a workspace: 100 requests a second and 6,000 a minute.
const WORKSPACE_LIMITS: [(usize, Duration); 2] = [(100, Duration::from_secs(1)), (6_000, Duration::from_secs(60))];

/// One pacer a key, for as long as a client of that key lives.
static PACERS: LazyLock<Mutex<HashMap<u64, Weak<Pacer>>>> = LazyLock::new(Mutex::default);

/// Hands out the times at which calls may be sent.
#[derive(Debug)]
pub(crate) struct Pacer {
    windows: Mutex<Windows>,
}

#[derive(Debug)]
struct Windows {
    workspace: [Window; WORKSPACE_LIMITS.len()],
    groups: HashMap<&'static str, Window>,
}

/// At most `calls` in any `length`: the times already handed out, ascending.
#[derive(Debug)]
struct Window {
    calls: usize,
    length: Duration,
    taken: VecDeque<Instant>,
    /// The API said that it is too much: nothing before this.
    held: Option<Instant>,
}

/// How much of the limits is used, by all clients of one key in this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimitStatus {
    /// The account's two limits, the shorter first.
    pub windows: Vec<RateLimitWindow>,
    /// The lower limits that some operations have besides, by name: of those that were called.
    pub groups: BTreeMap<&'static str, RateLimitWindow>,
    /// How long until the next call may go; zero when it may go at once.
    pub next_in: Duration,
}

/// One limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitWindow {
    /// So many calls in any `length`.
    pub limit: usize,
    /// The window's length.
    pub length: Duration,
    /// Calls made, or already given a time, in the window that ends now.
    pub used: usize,
}

impl Pacer {
    /// The pacer that all clients of this key share.
    pub(crate) fn shared(key: u64) -> Arc<Self> {
        let mut pacers = lock(&PACERS);
        pacers.retain(|_, pacer| pacer.strong_count() > 0);
        if let Some(pacer) = pacers.get(&key).and_then(Weak::upgrade) {
            return pacer;
        }
        let pacer = Arc::new(Self::new());
        pacers.insert(key, Arc::downgrade(&pacer));
        pacer
    }

    fn new() -> Self {
        let workspace = WORKSPACE_LIMITS.map(|(calls, length)| Window::new(calls, length));
        Self { windows: Mutex::new(Windows { workspace, groups: HashMap::new() }) }
    }

    /// Takes the next free time within the workspace's limits, which may be `now`. When that is after `latest` nothing is taken and the time
    /// is returned as an error.
    pub(crate) fn reserve(&self, now: Instant, latest: Instant) -> Result<Instant, Instant> {
        take(&mut lock(&self.windows).workspace, now, latest)
    }

    /// Holds back those under the limit that the API says was met: the group's, or else the workspace's.
    ///
    /// For no longer than that limit's window: after it the limit is free again, so a longer wait is about something else, a monthly
    /// allowance of one operation for one, and must not stop calls that have nothing to do with it.
    pub(crate) fn hold(&self, group: Option<RateGroup>, now: Instant, wait: Duration) {
        let mut windows = lock(&self.windows);
        let window = match group {
            Some(group) => windows.group(group),
            // The longest of the workspace's.
            None => &mut windows.workspace[WORKSPACE_LIMITS.len() - 1],
        };
        window.held = window.held.max(Some(now + wait.min(window.length)));
    }

    /// What is used of the workspace's limits.
    pub(crate) fn status(&self, now: Instant) -> RateLimitStatus {
        let mut windows = lock(&self.windows);
        let next = windows.workspace.iter_mut().map(|window| window.next(now)).fold(now, Instant::max);
        windows.groups.values_mut().for_each(|window| window.forget(now));
        let one = |window: &Window| RateLimitWindow { limit: window.calls, length: window.length, used: window.taken.len() };
        RateLimitStatus {
            windows: windows.workspace.iter().map(one).collect(),
            groups: windows.groups.iter().map(|(name, window)| (*name, one(window))).collect(),
            next_in: next.saturating_duration_since(now),
        }
    }

    /// The same for a group's own limit. A call waits for its group first and asks for the workspace's limits then: a time far ahead, taken
    /// in both at once, would stand in the way of calls that may go sooner.
    pub(crate) fn reserve_in(&self, group: RateGroup, now: Instant, latest: Instant) -> Result<Instant, Instant> {
        let mut windows = lock(&self.windows);
        take(std::slice::from_mut(windows.group(group)), now, latest)
    }
}

impl Windows {
    fn group(&mut self, group: RateGroup) -> &mut Window {
        self.groups.entry(group.name).or_insert_with(|| Window::new(group.calls, Duration::from_secs(group.seconds)))
    }
}

fn take(windows: &mut [Window], now: Instant, latest: Instant) -> Result<Instant, Instant> {
    let time = windows.iter_mut().map(|window| window.next(now)).fold(now, Instant::max);
    if time > latest {
        return Err(time);
    }
    windows.iter_mut().for_each(|window| window.taken.push_back(time));
    Ok(time)
}

impl Window {
    fn new(calls: usize, length: Duration) -> Self {
        Self { calls: calls.max(1), length, taken: VecDeque::new(), held: None }
    }

    /// When the next call fits.
    fn next(&mut self, now: Instant) -> Instant {
        self.forget(now);
        let free = match self.taken.len().checked_sub(self.calls) {
            Some(index) => self.taken[index] + self.length,
            None => now,
        };
        self.held.map_or(free, |until| free.max(until))
    }

    /// Lets go of times that no longer count.
    fn forget(&mut self, now: Instant) {
        while self.taken.front().is_some_and(|oldest| *oldest + self.length <= now) {
            self.taken.pop_front();
        }
        self.held = self.held.filter(|until| *until > now);
    }
}

/// A panic elsewhere leaves only times behind: they stay true.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(calls: usize, mut reserve: impl FnMut(Instant, Instant) -> Result<Instant, Instant>) -> Vec<Duration> {
        let start = Instant::now();
        (0..calls).map(|_| reserve(start, start + Duration::from_secs(3_600)).unwrap() - start).collect()
    }

    #[test]
    fn any_second_has_at_most_a_hundred_and_any_minute_six_thousand() {
        let pacer = Pacer::new();
        let times = times(6_200, |now, latest| pacer.reserve(now, latest));
        assert!(times.windows(101).all(|window| window[100] - window[0] >= Duration::from_secs(1)));
        assert!(times.windows(6_001).all(|window| window[6_000] - window[0] >= Duration::from_secs(60)));
        assert_eq!(times[99], Duration::ZERO);
        assert_eq!(times[100], Duration::from_secs(1));
    }

    #[test]
    fn a_group_has_its_own_limit_besides() {
        let group = RateGroup { name: "emails", calls: 20, seconds: 60 };
        let pacer = Pacer::new();
        let times = times(21, |now, latest| pacer.reserve_in(group, now, latest));
        assert_eq!(times[19], Duration::ZERO);
        assert_eq!(times[20], Duration::from_secs(60));
        let now = Instant::now();
        assert_eq!(pacer.reserve(now, now), Ok(now), "a full group holds nobody else up");
    }

    #[test]
    fn a_time_after_the_deadline_is_not_taken() {
        let pacer = Pacer::new();
        let start = Instant::now();
        (0..100).for_each(|_| assert_eq!(pacer.reserve(start, start), Ok(start)));
        let next = start + Duration::from_secs(1);
        assert_eq!(pacer.reserve(start, start + Duration::from_millis(500)), Err(next));
        assert_eq!(pacer.reserve(next, next), Ok(next));
    }

    #[test]
    fn a_refusal_holds_everybody_under_the_same_limit_back() {
        let group = RateGroup { name: "emails", calls: 20, seconds: 60 };
        let pacer = Pacer::new();
        let now = Instant::now();
        let (soon, later) = (now + Duration::from_secs(2), now + Duration::from_secs(30));
        pacer.hold(Some(group), now, Duration::from_secs(30));
        pacer.hold(None, now, Duration::from_secs(2));
        pacer.hold(None, now, Duration::from_secs(1));
        assert_eq!(pacer.reserve_in(group, now, later), Ok(later));
        assert_eq!(pacer.reserve(now, later), Ok(soon), "the longest of two holds, and not the group's");
        assert_eq!(pacer.status(now).next_in, Duration::from_secs(2));
        assert_eq!(pacer.reserve(soon, later), Ok(soon), "and then it goes on as before");
    }

    #[test]
    fn a_wait_beyond_every_window_stops_nobody_else() {
        let group = RateGroup { name: "tests", calls: 10, seconds: 60 };
        let pacer = Pacer::new();
        let now = Instant::now();
        let days = Duration::from_secs(30 * 86_400);
        pacer.hold(None, now, days);
        pacer.hold(Some(group), now, days);
        let minute = now + Duration::from_secs(60);
        assert_eq!(pacer.reserve(now, minute), Ok(minute));
        assert_eq!(pacer.reserve_in(group, now, minute), Ok(minute));
    }

    #[test]
    fn the_status_says_what_is_used() {
        let pacer = Pacer::new();
        let now = Instant::now();
        (0..100).for_each(|_| assert!(pacer.reserve(now, now).is_ok()));
        let status = pacer.status(now);
        let used: Vec<_> = status.windows.iter().map(|window| (window.used, window.limit, window.length.as_secs())).collect();
        assert_eq!(used, [(100, 100, 1), (100, 6_000, 60)]);
        assert_eq!(status.next_in, Duration::from_secs(1));
        let used: Vec<_> = pacer.status(now + Duration::from_secs(1)).windows.iter().map(|window| window.used).collect();
        assert_eq!(used, [0, 100]);
    }

    #[test]
    fn the_status_says_what_is_used_of_a_group() {
        let group = RateGroup { name: "emails", calls: 20, seconds: 60 };
        let pacer = Pacer::new();
        let now = Instant::now();
        assert!(pacer.status(now).groups.is_empty(), "nobody asked for it yet");
        (0..3).for_each(|_| assert!(pacer.reserve_in(group, now, now).is_ok()));
        let length = Duration::from_secs(60);
        let used = |used| BTreeMap::from([("emails", RateLimitWindow { limit: 20, length, used })]);
        assert_eq!(pacer.status(now).groups, used(3));
        assert_eq!(pacer.status(now + length).groups, used(0));
    }

    #[test]
    fn clients_of_one_key_share_one_pacer() {
        let (one, other) = (Pacer::shared(u64::MAX), Pacer::shared(u64::MAX));
        assert!(Arc::ptr_eq(&one, &other));
        assert!(!Arc::ptr_eq(&one, &Pacer::shared(u64::MAX - 1)));
    }
}
