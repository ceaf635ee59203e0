//! Runs steps side by side: each in the first lane that is free, in their order, once what it needs is there.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::report::{Outcome, Verdict};
use super::steps::{PACKAGE, Step};

/// Runs the steps in so many lanes; returns how each went, in the order of their ends.
pub(super) fn run(
    steps: Vec<&'static Step>,
    lanes: usize,
    run: impl Fn(&'static Step) -> Outcome + Sync,
) -> Vec<Outcome> {
    let queue = Queue { state: Mutex::new(State { waiting: steps, ended: Vec::new() }), step_ended: Condvar::new() };
    thread::scope(|scope| {
        for _ in 0..lanes {
            scope.spawn(|| {
                while let Some(turn) = queue.take() {
                    queue.end(match turn {
                        Turn::Run(step) => run(step),
                        Turn::GiveUp(step) => Outcome::not_run(step),
                    });
                }
            });
        }
    });
    queue.state.into_inner().unwrap_or_else(PoisonError::into_inner).ended
}

struct Queue {
    state: Mutex<State>,
    step_ended: Condvar,
}

struct State {
    waiting: Vec<&'static Step>,
    ended: Vec<Outcome>,
}

/// What a free lane is to do with a step.
enum Turn {
    Run(&'static Step),
    GiveUp(&'static Step),
}

impl Queue {
    /// Waits for a step whose turn it is; none is left where this returns none.
    fn take(&self) -> Option<Turn> {
        let mut state = self.lock();
        while !state.waiting.is_empty() {
            if let Some(turn) = state.next() {
                return Some(turn);
            }
            state = self.step_ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }

    fn end(&self, outcome: Outcome) {
        self.lock().ended.push(outcome);
        self.step_ended.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn next(&mut self) -> Option<Turn> {
        let package = self.ended.iter().find(|outcome| outcome.name == PACKAGE).map(|outcome| outcome.verdict);
        let is_ready = |step: &&Step| !step.needs_package || package.is_some();
        let place = self.waiting.iter().position(is_ready)?;
        let step = self.waiting.remove(place);
        let is_hopeless = step.needs_package && package != Some(Verdict::Passed);
        Some(if is_hopeless { Turn::GiveUp(step) } else { Turn::Run(step) })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    static MAKER: Step = Step { name: PACKAGE, mend: "", needs_package: false, run: |_, _| Ok(()) };
    static USER: Step = Step { name: "user", mend: "", needs_package: true, run: |_, _| Ok(()) };
    static OTHER: Step = Step { name: "other", mend: "", needs_package: false, run: |_, _| Ok(()) };

    #[test]
    fn step_waits_for_the_package_and_others_do_not() {
        let ended = run(vec![&USER, &MAKER, &OTHER], 2, |step| outcome(step, Verdict::Passed));
        assert_eq!(ended.len(), 3);
        let place = |name| ended.iter().position(|outcome| outcome.name == name);
        assert!(place(PACKAGE) < place("user"));
        assert!(ended.iter().all(|outcome| outcome.verdict == Verdict::Passed));
    }

    #[test]
    fn step_is_given_up_where_there_is_no_package() {
        let ended = run(vec![&MAKER, &USER, &OTHER], 1, |step| {
            outcome(step, if step.name == PACKAGE { Verdict::Failed } else { Verdict::Passed })
        });
        let verdicts: Vec<_> = ended.iter().map(|outcome| (outcome.name, outcome.verdict)).collect();
        assert_eq!(verdicts, [(PACKAGE, Verdict::Failed), ("user", Verdict::NotRun), ("other", Verdict::Passed)]);
    }

    fn outcome(step: &Step, verdict: Verdict) -> Outcome {
        Outcome { name: step.name, took: Duration::ZERO, verdict }
    }
}
