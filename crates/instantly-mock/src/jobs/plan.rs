//! The course of a job: every state it goes through, fixed when it is made, one step a poll.

use crate::random::Random;

/// A state that one poll can find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) status: &'static str,
    pub(crate) progress: u8,
}

/// How a job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failed,
    Cancelled,
}

impl Outcome {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Success, Self::Failed, Self::Cancelled].into_iter().find(|outcome| outcome.status() == text)
    }

    pub(crate) fn status(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Four to nine steps: pending, some progress, for a few a pause or draining on the way, then the end.
pub(crate) fn by_chance(random: &mut Random) -> Vec<Step> {
    let outcome = match random.below(100) {
        0..77 => Outcome::Success,
        77..91 => Outcome::Failed,
        _ => Outcome::Cancelled,
    };
    let mut plan = vec![Step { status: "pending", progress: 0 }];
    let (mut progress, working_steps) = (0, random.between(2, 5));
    let pause_after = random.percent(30).then(|| random.below(working_steps));
    for step in 0..working_steps {
        progress += random.between(6, 90 / working_steps) as u8;
        plan.push(Step { status: "in-progress", progress });
        if pause_after == Some(step) {
            plan.push(Step { status: "paused", progress });
            plan.push(Step { status: "in-progress", progress: progress + 2 });
            progress += 2;
        }
    }
    if random.percent(30) {
        plan.push(Step { status: "draining", progress });
    }
    plan.push(end(outcome, progress));
    plan
}

/// A plan in which `polls` states come before the end.
pub(crate) fn exactly(outcome: Outcome, polls: usize) -> Vec<Step> {
    let mut plan = Vec::with_capacity(polls + 1);
    for poll in 0..polls {
        let status = if poll == 0 { "pending" } else { "in-progress" };
        plan.push(Step { status, progress: (poll * 100 / polls) as u8 });
    }
    plan.push(end(outcome, plan.last().map_or(0, |step| step.progress)));
    plan
}

fn end(outcome: Outcome, progress: u8) -> Step {
    Step { status: outcome.status(), progress: if outcome == Outcome::Success { 100 } else { progress } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_never_falls_and_the_end_comes_once() {
        for number in 0..2_000 {
            let plan = by_chance(&mut Random::new(number, "plan"));
            assert!((4..=10).contains(&plan.len()), "{plan:?}");
            assert!(plan.windows(2).all(|pair| pair[0].progress <= pair[1].progress), "{plan:?}");
            let ends = plan.iter().filter(|step| Outcome::parse(step.status).is_some()).count();
            assert_eq!(ends, 1, "{plan:?}");
            assert!(plan.iter().all(|step| step.progress <= 100), "{plan:?}");
        }
    }

    #[test]
    fn an_exact_plan_has_its_length() {
        assert_eq!(exactly(Outcome::Failed, 0), [Step { status: "failed", progress: 0 }]);
        let plan = exactly(Outcome::Success, 2);
        assert_eq!(
            plan.iter().map(|step| (step.status, step.progress)).collect::<Vec<_>>(),
            [("pending", 0), ("in-progress", 50), ("success", 100)]
        );
    }
}
