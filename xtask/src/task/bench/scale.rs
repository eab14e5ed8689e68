//! How much a run measures.

/// How much is measured.
pub struct Scale {
    /// Samples of each client before those that count.
    pub warm_up_samples: usize,
    /// Rounds of each comparison, in each of which every client is measured once.
    pub rounds: usize,
    /// About how many seconds a sample takes.
    pub sample_seconds: f64,
    /// The largest walk, in jobs.
    pub jobs: usize,
    /// Pages of the walks with a slow consumer.
    pub slow_pages: usize,
    /// Calls while the delay of the event loop is measured.
    pub delayed_calls: usize,
    /// Starts of each program.
    pub starts: usize,
}

/// For figures to publish.
pub const FULL: Scale =
    Scale { warm_up_samples: 3, rounds: 15, sample_seconds: 0.3, jobs: 1_000_000, slow_pages: 200, delayed_calls: 6_000, starts: 15 };
/// To see that everything works.
pub const QUICK: Scale =
    Scale { warm_up_samples: 0, rounds: 3, sample_seconds: 0.05, jobs: 10_000, slow_pages: 20, delayed_calls: 500, starts: 3 };
