//! All that is kept of one user, and the step from one state to the next.

use super::authentication::Authentication;
use super::failures::Failures;
use crate::event::UserEvent;
use crate::method::Method;
use crate::policy::Policy;
use crate::sends::Sends;
use crate::verdict::{Outcome, Verdict, View};

/// Keeps one user's sends, authentications and failures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserState {
    pub(crate) sends: Sends,
    /// Oldest first. More than one only until it is known whether the newest one's send went out.
    pub(crate) authentications: Vec<Authentication>,
    pub(crate) failures: Failures,
    pub(crate) verified: Option<Verified>,
    /// Whether the API answered the last request for the app with an SMS, so that a decoy answers the same.
    pub(crate) falls_back: bool,
}

/// Remembers a success until the authentication would have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verified {
    pub(crate) method: Option<Method>,
    pub(crate) until: u64,
}

impl UserState {
    /// Takes one step. The same state, event, time and policy always give the same result.
    #[must_use]
    pub fn step(mut self, event: UserEvent, now: u64, policy: &Policy) -> (Self, Verdict) {
        self.pass_time(now, policy);
        let (outcome, grant) = match event {
            UserEvent::Start(method) => self.start(method, now, policy),
            UserEvent::Attempt => self.attempt(now, policy),
            UserEvent::Status => (Outcome::Noted, 0),
            settlement => {
                self.settle(settlement, now, policy);
                (Outcome::Noted, 0)
            }
        };
        let view = self.view(now, policy);
        (self, Verdict { outcome, grant, view })
    }

    /// Gives the time from which the state is as good as none, undefined where it already is.
    pub(crate) fn forget_at(&self, policy: &Policy) -> Option<u64> {
        let authentications = self.authentications.iter().map(Authentication::forget_at).max();
        let verified = self.verified.map(|verified| verified.until);
        [self.sends.forget_at(policy.sends_per_user), authentications, self.failures.forget_at(), verified]
            .into_iter()
            .flatten()
            .max()
    }

    /// Gives the time from which a send is allowed.
    pub(crate) fn resend_at(&self, now: u64, policy: &Policy) -> u64 {
        let cooled_at = self.authentications.last().map_or(now, |last| last.resend_at);
        cooled_at.max(self.sends.free_at(policy.sends_per_user, now))
    }

    /// Counts the authentication as failed if it is one, once.
    pub(crate) fn give_up(&mut self, index: usize, at: u64, policy: &Policy) {
        let Some(given_up) = self.authentications.get_mut(index) else { return };
        if given_up.fails() {
            given_up.counted = true;
            self.failures.add(at, policy.lock_out);
        }
    }

    fn settle(&mut self, settlement: UserEvent, now: u64, policy: &Policy) {
        match settlement {
            UserEvent::Started(generation, method) => self.started(generation, method),
            UserEvent::StartFailed(generation) => self.start_failed(generation, now, policy),
            UserEvent::StartUncertain(generation) => self.start_uncertain(generation),
            UserEvent::Right(generation) => self.right(generation, now, policy),
            UserEvent::Wrong(generation) => self.wrong(generation, now, policy),
            UserEvent::Unjudged(generation) => self.unjudged(generation),
            UserEvent::Start(_) | UserEvent::Attempt | UserEvent::Status => {}
        }
    }

    /// Brings the state up to the present: what has expired without success has failed at that moment, what is over goes.
    fn pass_time(&mut self, now: u64, policy: &Policy) {
        for index in 0..self.authentications.len() {
            if let Some(expired_at) = self.expired_at(index, now) {
                self.give_up(index, expired_at, policy);
            }
        }
        self.authentications.retain(|authentication| now < authentication.over_at());
        self.sends.prune(policy.sends_per_user, now);
        self.failures.forget_old(now);
        self.verified = self.verified.filter(|verified| now < verified.until);
        // A store may drop the state at this point, so what it would lose is lost here, too.
        self.falls_back &= self.forget_at(policy).is_some();
    }

    fn expired_at(&self, index: usize, now: u64) -> Option<u64> {
        self.authentications
            .get(index)
            .filter(|authentication| !authentication.live(now))
            .map(|expired| expired.expires_at)
    }

    fn view(&self, now: u64, policy: &Policy) -> View {
        let current = self.authentications.iter().rfind(|authentication| authentication.live(now));
        let resend_at = self.resend_at(now, policy);
        View {
            started: current.is_some() || self.verified.is_some(),
            method: current.map(|current| current.method).or(self.verified.and_then(|verified| verified.method)),
            attempts_left: current.map(|current| current.attempts_left(policy.max_attempts)),
            resend_at: (current.is_some() || now < resend_at).then_some(resend_at),
            expires_at: current.map(|current| current.expires_at).or(self.verified.map(|verified| verified.until)),
            verified: self.verified.is_some(),
        }
    }
}
