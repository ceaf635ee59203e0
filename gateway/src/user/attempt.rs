//! Trying a PIN, and learning whether it was right.

use super::state::{UserState, Verified};
use crate::policy::Policy;
use crate::verdict::Outcome;

impl UserState {
    /// Counts an attempt before the PIN is sent, so that of any number of PINs sent at once only as many reach the API as are allowed.
    pub(crate) fn attempt(&mut self, now: u64, policy: &Policy) -> (Outcome, u64) {
        let until = self.resend_at(now, policy);
        let locked = self.failures.locked(now);
        let Some(current) = self.authentications.iter_mut().rfind(|authentication| authentication.live(now)) else {
            return (Outcome::NotStarted, 0);
        };
        if current.attempts_left(policy.max_attempts) == 0 {
            return (Outcome::Spent { until }, 0);
        }
        current.used = current.used.saturating_add(1);
        // What is tried during a lock-out goes nowhere, and so can't make one more failure.
        current.decoy |= locked;
        let outcome = if current.decoy { Outcome::Decoy } else { Outcome::Granted };
        (outcome, current.generation)
    }

    /// Ends the row of failures. It holds also where the authentication has expired or been followed by another meanwhile: the
    /// attempt was granted in time, and the API has accepted the PIN, which it does only once.
    pub(crate) fn right(&mut self, generation: u64, now: u64, policy: &Policy) {
        let verified = self.authentications.iter().find(|authentication| authentication.generation == generation);
        let until = verified.map_or(now.saturating_add(policy.authentication_ms), |verified| verified.expires_at);
        self.verified = Some(Verified { method: verified.map(|verified| verified.method), until });
        self.authentications.retain(|authentication| authentication.generation > generation);
        self.failures.clear();
    }

    /// A wrong PIN on an authentication that is gone needs nothing: it counted when the authentication was given up.
    pub(crate) fn wrong(&mut self, generation: u64, now: u64, policy: &Policy) {
        let Some(index) = self.authentications.iter().position(|judged| judged.generation == generation) else {
            return;
        };
        let Some(judged) = self.authentications.get_mut(index) else { return };
        judged.wrong = judged.wrong.saturating_add(1).min(judged.used);
        if judged.wrong >= policy.max_attempts {
            self.give_up(index, now, policy);
        }
    }

    pub(crate) fn unjudged(&mut self, generation: u64) {
        let mut authentications = self.authentications.iter_mut();
        if let Some(asked) = authentications.find(|authentication| authentication.generation == generation) {
            asked.used = asked.used.max(asked.wrong.saturating_add(1)).saturating_sub(1);
        }
    }
}
