//! Waiting for background work: what to poll next, how long to sleep, and when it is over. No clock but `Instant`, no I/O: the host language
//! polls and sleeps, so that its own way of interrupting works.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::attempts::seconds;
use crate::{Arguments, Error, Kind, Location, Operation, Value, WaitOptions};

/// Each sleep is this much longer than the one before.
const GROWTH: f64 = 1.5;

/// What the look gets that comes when the time is up.
const LAST_LOOK: Duration = Duration::from_secs(1);

/// How the objects of a resource are waited for: a row of the generated table.
#[derive(Debug)]
pub struct WaitPlan {
    /// Reads one object by its id.
    pub get: &'static Operation,
    /// Reads many by a list of ids.
    pub list: &'static Operation,
    /// The list's parameter that takes the ids.
    pub ids: &'static str,
    /// The object's field with its id.
    pub id: &'static str,
    /// The object's field with its status.
    pub status: &'static str,
    /// The object's field with its progress.
    pub progress: &'static str,
    /// The most ids one list call takes.
    pub at_most: usize,
    /// The statuses of success.
    pub succeeded: &'static [&'static str],
    /// The statuses of failure. All others go on.
    pub failed: &'static [&'static str],
}

/// What to do after a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Sleep so long, then look again.
    Sleep(Duration),
    /// All succeeded.
    Done,
    /// This one failed.
    Failed {
        /// Its id.
        id: String,
        /// How it ended.
        status: String,
    },
    /// The time is up.
    TimedOut,
}

/// One wait for one or more objects.
#[derive(Clone, Debug)]
pub struct Waiter {
    plan: &'static WaitPlan,
    /// As the caller gave them.
    requested: Vec<String>,
    /// The same without repetitions.
    ids: Vec<String>,
    /// The last status seen of each of them.
    statuses: HashMap<String, Option<String>>,
    sleep: Duration,
    longest_sleep: Duration,
    timeout: Duration,
    started: Instant,
}

impl Waiter {
    /// Starts the clock.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for no ids, an empty one, or one that the operation refuses.
    pub fn new(plan: &'static WaitPlan, ids: Vec<String>, options: WaitOptions) -> Result<Self, Error> {
        if ids.is_empty() {
            return Err(Error::invalid_argument(plan.ids, format!("{} must name at least one id to wait for", plan.ids)));
        }
        let (mut statuses, mut unique) = (HashMap::with_capacity(ids.len()), Vec::with_capacity(ids.len()));
        for id in &ids {
            get(plan, id)?;
            if statuses.insert(id.clone(), None).is_none() {
                unique.push(id.clone());
            }
        }
        let waiter = Self {
            plan,
            requested: ids,
            ids: unique,
            statuses,
            sleep: options.poll_interval,
            longest_sleep: options.max_poll_interval.max(options.poll_interval),
            timeout: options.timeout,
            started: Instant::now(),
        };
        waiter.polls()?;
        Ok(waiter)
    }

    /// The ids in the order in which the caller gave them, repetitions included: that of the results.
    #[must_use]
    pub fn requested(&self) -> &[String] {
        &self.requested
    }

    /// The operation that [`Waiter::polls`] calls: `get` for a single id, else `list`.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        if self.ids.len() == 1 { self.plan.get } else { self.plan.list }
    }

    /// The id of an object that was polled, given the text (or the digits) in its own field [`WaitPlan::id`].
    ///
    /// A single requested id identifies the object even if the response omits it. Among several, an object that names none of the requested
    /// ids has no identity: nobody waits for it.
    #[must_use]
    pub fn identify(&self, own: Option<&str>) -> Option<&str> {
        match self.ids.as_slice() {
            [id] => Some(id),
            _ => self.statuses.get_key_value(own?).map(|(id, _)| id.as_str()),
        }
    }

    /// The first id, in the caller's order, whose object has not succeeded; the object of a [`Error::WaitTimeout`].
    #[must_use]
    pub fn first_unfinished(&self) -> Option<&str> {
        self.ids.iter().map(String::as_str).find(|id| !self.succeeded(id))
    }

    /// The next calls to make: one `get` for a single id, else `list` with up to [`WaitPlan::at_most`] ids that are still going on.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an id that can't be sent in a list.
    pub fn polls(&self) -> Result<Vec<Arguments>, Error> {
        if let [id] = self.ids.as_slice() {
            return Ok(vec![get(self.plan, id)?]);
        }
        let pending: Vec<_> = self.ids.iter().filter(|id| !self.succeeded(id)).cloned().collect();
        pending.chunks(self.plan.at_most.max(1)).map(|chunk| list(self.plan, chunk)).collect()
    }

    /// The bound of the next call: the time left, and for the look that comes when the time is up, a second.
    #[must_use]
    pub fn look_deadline(&self) -> Duration {
        self.remaining().max(LAST_LOOK)
    }

    /// The time left.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed())
    }

    /// Takes in a round's pairs of id (see [`Waiter::identify`]) and status, and decides what to do. Ids that nobody waits for don't count.
    pub fn observe(&mut self, seen: &[(String, String)]) -> Verdict {
        for (id, status) in seen {
            let Some(last) = self.statuses.get_mut(id) else { continue };
            if self.plan.failed.contains(&status.as_str()) {
                return Verdict::Failed { id: id.clone(), status: status.clone() };
            }
            *last = Some(status.clone());
        }
        if self.ids.iter().all(|id| self.succeeded(id)) {
            return Verdict::Done;
        }
        let (sleep, remaining) = (self.sleep, self.remaining());
        if remaining.is_zero() {
            return Verdict::TimedOut;
        }
        self.sleep = sleep.mul_f64(GROWTH).min(self.longest_sleep);
        // The last look comes when the time is up, not a whole sleep before.
        Verdict::Sleep(sleep.min(remaining))
    }

    /// The message of the error for a failed object.
    #[must_use]
    pub fn failure_message(&self, id: &str, status: &str) -> String {
        format!("{} {id} ended as {status}", self.subject())
    }

    /// The message of the error for a wait that took too long.
    #[must_use]
    pub fn timeout_message(&self) -> String {
        let pending: Vec<_> = self.ids.iter().filter(|id| !self.succeeded(id)).collect();
        let wait = seconds(self.timeout);
        match pending.as_slice() {
            [id] => {
                let status = self.status(id).unwrap_or("not seen yet");
                format!("{} {id} was still {status} after {wait} s", self.subject())
            }
            [first, ..] => format!("{} of {} were not done after {wait} s, {first} among them", pending.len(), self.ids.len()),
            [] => format!("not done after {wait} s"),
        }
    }

    /// `background_jobs`, from the operation's name.
    fn subject(&self) -> &'static str {
        self.plan.get.name.rsplit_once('.').map_or(self.plan.get.name, |(resource, _)| resource)
    }

    fn succeeded(&self, id: &str) -> bool {
        self.status(id).is_some_and(|status| self.plan.succeeded.contains(&status))
    }

    fn status(&self, id: &str) -> Option<&str> {
        self.statuses.get(id)?.as_deref()
    }
}

fn get(plan: &WaitPlan, id: &str) -> Result<Arguments, Error> {
    let mut arguments = Arguments::new(plan.get);
    let argument = plan.get.arguments.iter().find(|argument| argument.location == Location::Path);
    arguments.set(argument.map_or(plan.id, |argument| argument.name), Value::from(id))?;
    Ok(arguments)
}

fn list(plan: &WaitPlan, ids: &[String]) -> Result<Arguments, Error> {
    let mut arguments = Arguments::new(plan.list);
    arguments.set(plan.ids, Value::from(ids.to_vec()))?;
    if plan.list.argument("limit").is_some_and(|limit| limit.location == Location::Query && matches!(limit.kind, Kind::Integer { .. })) {
        arguments.set("limit", Value::Integer(i64::try_from(plan.at_most).unwrap_or(i64::MAX)))?;
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_rows::WAIT;

    fn waiter(ids: &[&str]) -> Waiter {
        Waiter::new(&WAIT, ids.iter().map(|id| (*id).to_owned()).collect(), WaitOptions::default()).unwrap()
    }

    fn observe(waiter: &mut Waiter, seen: &[(&str, &str)]) -> Verdict {
        let seen: Vec<_> = seen.iter().map(|(id, status)| ((*id).to_owned(), (*status).to_owned())).collect();
        waiter.observe(&seen)
    }

    #[test]
    fn a_single_requested_id_identifies_the_object() {
        for ids in [&["a"][..], &["a", "a"]] {
            let waiter = waiter(ids);
            assert_eq!((waiter.identify(None), waiter.identify(Some("b"))), (Some("a"), Some("a")));
            assert_eq!((waiter.operation(), waiter.requested().len()), (WAIT.get, ids.len()));
        }
    }

    #[test]
    fn among_several_only_a_requested_id_identifies_an_object() {
        let waiter = waiter(&["a", "b", "a"]);
        assert_eq!(waiter.identify(Some("b")), Some("b"));
        assert_eq!((waiter.identify(None), waiter.identify(Some("c"))), (None, None));
        assert_eq!(waiter.operation(), WAIT.list);
    }

    #[test]
    fn polls_what_has_not_succeeded() {
        let mut waiter = waiter(&["a", "b", "c"]);
        assert_eq!(waiter.polls().unwrap().len(), 2);
        assert_eq!(observe(&mut waiter, &[("a", "done"), ("x", "lost")]), Verdict::Sleep(Duration::from_secs(1)));
        assert_eq!((waiter.polls().unwrap().len(), waiter.first_unfinished()), (1, Some("b")));
        let failed = Verdict::Failed { id: "b".to_owned(), status: "lost".to_owned() };
        assert_eq!(observe(&mut waiter, &[("b", "lost")]), failed);
        assert_eq!(observe(&mut waiter, &[("b", "done"), ("c", "done")]), Verdict::Done);
        assert_eq!(waiter.first_unfinished(), None);
    }
}
