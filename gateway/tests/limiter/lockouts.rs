//! The lockouts of the naive model.

use verigator_gateway::Policy;

/// Goes through all failures: the first lockout is a whole one, the following ones start at 1/64 of it and double, and each whole one
/// without a failure halves the next.
pub(crate) fn lockout_end(failures: &[u64], policy: &Policy) -> u64 {
    let length = policy.lockout.duration_ms;
    let (mut end, mut step, mut last, mut was_locked) = (0, 0, 0, false);
    for (index, at) in failures.iter().enumerate() {
        if index as u64 + 1 >= policy.lockout.failures {
            step = if was_locked {
                (step - i64::try_from(at.saturating_sub(last) / length).unwrap()).max(0) + 1
            } else {
                7
            };
            step = step.min(7);
            end = end.max(at + (length / 2_u64.pow(7 - u32::try_from(step).unwrap())).max(1));
            step = if was_locked { step } else { 0 };
            was_locked = true;
        }
        last = last.max(*at);
    }
    end
}
