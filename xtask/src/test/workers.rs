//! Runs steps in parallel. Each worker takes the first step in the list that is ready.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::report::{Status, StepResult};
use super::steps::{PACKAGE, Step};

/// Runs the steps with the given number of workers. Returns the results in the order in which the steps ended.
pub(super) fn run(
    steps: Vec<&'static Step>,
    workers: usize,
    run: impl Fn(&'static Step) -> StepResult + Sync,
) -> Vec<StepResult> {
    let queue = Queue { state: Mutex::new(State { waiting: steps, ended: Vec::new() }), step_ended: Condvar::new() };
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(job) = queue.next_job() {
                    queue.add_result(match job {
                        Job::Run(step) => run(step),
                        Job::Skip(step) => StepResult::skipped(step),
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
    ended: Vec<StepResult>,
}

enum Job {
    Run(&'static Step),
    /// The step needs the package, which could not be built.
    Skip(&'static Step),
}

impl Queue {
    /// Waits until a step is ready. Returns `None` once every step was taken.
    fn next_job(&self) -> Option<Job> {
        let mut state = self.lock();
        while !state.waiting.is_empty() {
            if let Some(job) = state.next_job() {
                return Some(job);
            }
            state = self.step_ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }

    fn add_result(&self, result: StepResult) {
        self.lock().ended.push(result);
        self.step_ended.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn next_job(&mut self) -> Option<Job> {
        let package = self.ended.iter().find(|result| result.name == PACKAGE).map(|result| result.status);
        let is_ready = |step: &&Step| !step.needs_package || package.is_some();
        let index = self.waiting.iter().position(is_ready)?;
        let step = self.waiting.remove(index);
        let lacks_package = step.needs_package && package != Some(Status::Passed);
        Some(if lacks_package { Job::Skip(step) } else { Job::Run(step) })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    static BUILD: Step = Step { name: PACKAGE, fix: "", needs_package: false, needs: &[], run: |_, _| Ok(()) };
    static DEPENDENT: Step = Step { name: "dependent", fix: "", needs_package: true, needs: &[], run: |_, _| Ok(()) };
    static INDEPENDENT: Step =
        Step { name: "independent", fix: "", needs_package: false, needs: &[], run: |_, _| Ok(()) };

    #[test]
    fn step_that_needs_the_package_runs_after_it_was_built() {
        let ended = run(vec![&DEPENDENT, &BUILD, &INDEPENDENT], 2, |step| result(step, Status::Passed));
        assert_eq!(ended.len(), 3);
        let position = |name| ended.iter().position(|result| result.name == name);
        assert!(position(PACKAGE) < position("dependent"));
        assert!(ended.iter().all(|result| result.status == Status::Passed));
    }

    #[test]
    fn step_that_needs_the_package_is_skipped_if_it_could_not_be_built() {
        let ended = run(vec![&BUILD, &DEPENDENT, &INDEPENDENT], 1, |step| {
            result(step, if step.name == PACKAGE { Status::Failed } else { Status::Passed })
        });
        let statuses: Vec<_> = ended.iter().map(|result| (result.name, result.status)).collect();
        assert_eq!(
            statuses,
            [(PACKAGE, Status::Failed), ("dependent", Status::Skipped), ("independent", Status::Passed)]
        );
    }

    fn result(step: &Step, status: Status) -> StepResult {
        StepResult { name: step.name, duration: Duration::ZERO, status }
    }
}
