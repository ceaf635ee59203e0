//! Starting an authentication, and learning what became of it.

use super::authentication::Authentication;
use super::state::UserState;
use crate::method::Method;
use crate::policy::Policy;
use crate::verdict::Outcome;

impl UserState {
    /// Counts a send and opens an authentication for it, before anything is sent.
    ///
    /// The new one takes effect at once, since its settlement may never come: a Worker whose page has gone is ended. The earlier one
    /// stays until then, in case nothing was sent. Whoever starts anew gives the earlier one up, so wrong PINs make it a failure.
    pub(crate) fn start(&mut self, asked: Method, now: u64, policy: &Policy) -> (Outcome, u64) {
        let resend_at = self.resend_at(now, policy);
        if now < resend_at {
            return (Outcome::TooMany { until: resend_at }, 0);
        }
        for index in 0..self.authentications.len() {
            self.give_up(index, now, policy);
        }
        let decoy = self.failures.locked(now);
        let opened = self.open(asked, decoy, now, policy);
        let generation = opened.generation;
        self.authentications.push(opened);
        self.sends.record(now);
        self.verified = None;
        (if decoy { Outcome::Decoy } else { Outcome::Granted }, generation)
    }

    /// The newest one runs by this method, so earlier ones are over; the API lets their PINs die (our choice of reading: the docs
    /// don't say).
    pub(crate) fn started(&mut self, generation: u64, method: Method) {
        let Some(started) = self.unsettled(generation) else { return };
        started.settled = true;
        if !started.decoy {
            let asked = std::mem::replace(&mut started.method, method);
            self.falls_back = if asked == Method::Totp { method == Method::Sms } else { self.falls_back };
        }
        self.authentications.retain(|authentication| authentication.generation >= generation);
    }

    pub(crate) fn start_failed(&mut self, generation: u64, now: u64, policy: &Policy) {
        let Some(sent_at) = self.unsettled(generation).map(|failed| failed.sent_at) else { return };
        // PINs tried on it meanwhile may have been judged, against an earlier one's say.
        if let Some(index) = self.authentications.iter().position(|failed| failed.generation == generation) {
            self.give_up(index, now, policy);
        }
        self.authentications.retain(|authentication| authentication.generation != generation);
        self.sends.give_back(sent_at);
    }

    pub(crate) fn start_uncertain(&mut self, generation: u64) {
        let Some(uncertain) = self.unsettled(generation) else { return };
        uncertain.settled = true;
        uncertain.resend_at = uncertain.sent_at;
        uncertain.run = uncertain.run.saturating_sub(1);
        let sent_at = uncertain.sent_at;
        self.sends.give_back(sent_at);
    }

    fn open(&self, asked: Method, decoy: bool, now: u64, policy: &Policy) -> Authentication {
        let last = self.authentications.last();
        let run = last.map_or(1, |last| last.run.saturating_add(1));
        Authentication {
            // The clock makes it unique even after the state has been forgotten, the maximum within one millisecond.
            generation: last.map_or(now, |last| now.max(last.generation.saturating_add(1))),
            method: if decoy && self.falls_back { Method::Sms } else { asked },
            sent_at: now,
            resend_at: now.saturating_add(policy.cool_down_ms(run)),
            expires_at: now.saturating_add(policy.authentication_ms),
            run,
            used: 0,
            wrong: 0,
            decoy,
            settled: false,
            counted: false,
        }
    }

    /// Finds an authentication whose send has not been settled; a second settlement changes nothing.
    fn unsettled(&mut self, generation: u64) -> Option<&mut Authentication> {
        let mut authentications = self.authentications.iter_mut();
        authentications.find(|authentication| authentication.generation == generation && !authentication.settled)
    }
}
