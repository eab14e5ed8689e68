//! Waiting for background work: what to poll next, how long to sleep, and when it is over. No clock but `Instant`, no I/O: the host language
//! polls and sleeps, so that its own way of interrupting works.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::error::seconds;
use crate::{Arguments, Error, Kind, Operation, Value, WaitOptions};

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
    ids: Vec<String>,
    /// The last status seen of each id.
    statuses: HashMap<String, String>,
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
        let mut unique = Vec::with_capacity(ids.len());
        for id in ids {
            get(plan, &id)?;
            if !unique.contains(&id) {
                unique.push(id);
            }
        }
        let (sleep, longest_sleep) = (options.poll_interval, options.max_poll_interval.max(options.poll_interval));
        let waiter =
            Self { plan, ids: unique, statuses: HashMap::new(), sleep, longest_sleep, timeout: options.timeout, started: Instant::now() };
        waiter.polls()?;
        Ok(waiter)
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

    /// Takes in the (id, status) pairs of a round and says what to do.
    pub fn observe(&mut self, seen: &[(String, String)]) -> Verdict {
        for (id, status) in seen {
            if self.plan.failed.contains(&status.as_str()) {
                return Verdict::Failed { id: id.clone(), status: status.clone() };
            }
            self.statuses.insert(id.clone(), status.clone());
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
                let status = self.statuses.get(*id).map_or("not seen yet", String::as_str);
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
        self.statuses.get(id).is_some_and(|status| self.plan.succeeded.contains(&status.as_str()))
    }
}

fn get(plan: &WaitPlan, id: &str) -> Result<Arguments, Error> {
    let mut arguments = Arguments::new(plan.get);
    let parameter = plan.get.parameters.iter().find(|parameter| parameter.required);
    arguments.set(parameter.map_or(plan.id, |parameter| parameter.name), Value::from(id))?;
    Ok(arguments)
}

fn list(plan: &WaitPlan, ids: &[String]) -> Result<Arguments, Error> {
    let mut arguments = Arguments::new(plan.list);
    arguments.set(plan.ids, Value::from(ids.to_vec()))?;
    if plan.list.parameters.iter().any(|parameter| parameter.name == "limit" && matches!(parameter.kind, Kind::Integer { .. })) {
        arguments.set("limit", Value::Integer(i64::try_from(plan.at_most).unwrap_or(i64::MAX)))?;
    }
    Ok(arguments)
}
