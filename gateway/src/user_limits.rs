//! The state of one user: sends, authentications, attempts and failures.

use serde::{Deserialize, Serialize, Serializer};

use crate::events::{Decision, DecisionKind, Denial, Method, Policy, UserEvent, UserStatus};
use crate::user_history::{Authentication, Failures, SendLog, Verified};
use crate::verifications::{Verification, Verifications};

/// The most authentications that are kept. Older ones are superseded anyway, and have been counted as failures.
const MAX_AUTHENTICATIONS: usize = 8;

/// One user's sends, authentications and failures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct UserState {
    sends: SendLog,
    /// Oldest first. Only the newest one is in use; the earlier ones are kept in case its send is refunded.
    authentications: Vec<Authentication>,
    failures: Failures,
    verified: Option<Verified>,
    /// Whether the API answered the last request for the app with an SMS, so that a decoy does the same.
    falls_back: bool,
    /// What the PINs of this login may belong to, at the Number Verification API. Not stored if there are none.
    #[serde(default)]
    verifications: Verifications,
}

impl UserState {
    /// Applies one event. The same state, event, time and policy always give the same result. Returns whether the state has to be stored: what
    /// time alone changes, the next event finds again.
    #[must_use]
    pub fn step(mut self, event: UserEvent, now: u64, policy: &Policy) -> (Self, Decision, bool) {
        let locked_before = self.failures.locked_until;
        self.expire(now, policy);
        let is_repeated = self.decided_before(&event);
        let (is_status, is_attempt) = (event == UserEvent::Status, matches!(event, UserEvent::ReserveAttempt { .. }));
        let (kind, reservation) = match (is_repeated, event) {
            (Some(decided), _) => decided,
            (_, UserEvent::ReserveSend { method, id, sends }) => self.reserve_send(method, id, sends, now, policy),
            (_, UserEvent::ReserveAttempt { id }) => self.reserve_attempt(id, now, policy),
            (_, UserEvent::Status) => (DecisionKind::Recorded, 0),
            (_, settlement) => {
                self.settle(settlement, now, policy);
                (DecisionKind::Recorded, 0)
            }
        };
        let locked_until = Some(self.failures.locked_until).filter(|until| now < *until);
        let is_lockout_new = locked_until.is_some_and(|until| until != locked_before);
        let reads_only = is_repeated.is_some() || is_status || matches!(kind, DecisionKind::Deny(_));
        let status = self.status(now, policy);
        let is_sent = is_attempt && kind == DecisionKind::Allow;
        let verifications = if is_sent { self.verifications.newest_first() } else { vec![] };
        let decision =
            Decision { kind, reservation, status, locked_until, is_lockout_new, behind_ms: None, verifications };
        (self, decision, !reads_only || is_lockout_new)
    }

    /// The decision on a reservation that exists already: its event is applied again, since the first decision was lost on its way.
    fn decided_before(&self, event: &UserEvent) -> Option<(DecisionKind, u64)> {
        let mut authentications = self.authentications.iter();
        let reserved = match event {
            UserEvent::ReserveSend { id, .. } => authentications.find(|one| one.reservation == *id),
            UserEvent::ReserveAttempt { id } => authentications.find(|one| one.open_attempts.contains(id)),
            _ => None,
        };
        reserved.map(|reserved| (reserved.kind(), reserved.reservation))
    }

    /// The time from which the state can be deleted; none if it already can.
    pub(crate) fn forget_at(&self, policy: &Policy) -> Option<u64> {
        let authentications = self.authentications.iter().map(Authentication::forget_at).max();
        let verified = self.verified.map(|verified| verified.until);
        [self.sends.forget_at(policy.sends_per_user), authentications, self.failures.forget_at(), verified]
            .into_iter()
            .flatten()
            .max()
    }

    /// Reserves a send and opens an authentication for it, before anything is sent.
    ///
    /// The new authentication takes effect immediately, since its settlement may never come: a Worker is stopped when its page goes
    /// away. The earlier one is kept until then, in case nothing was sent. A new start abandons the earlier one, so wrong PINs make
    /// it a failure.
    fn reserve_send(
        &mut self,
        requested: Method,
        id: u64,
        sends: u64,
        now: u64,
        policy: &Policy,
    ) -> (DecisionKind, u64) {
        if let Some(denial) = self.deny_send(sends, now, policy) {
            return (DecisionKind::Deny(denial), 0);
        }
        for index in 0..self.authentications.len() {
            self.abandon(index, now, policy);
        }
        let is_decoy = self.failures.is_locked(now);
        let counted_at = self.sends.record(policy.sends_per_user, sends, now);
        let opened = Authentication { counted_at, sends, ..self.open(requested, id, is_decoy, now, policy) };
        let kind = opened.kind();
        self.authentications.push(opened);
        let surplus = self.authentications.len().saturating_sub(MAX_AUTHENTICATIONS);
        self.authentications.drain(..surplus);
        self.verified = None;
        (kind, id)
    }

    fn open(&self, requested: Method, id: u64, is_decoy: bool, now: u64, policy: &Policy) -> Authentication {
        let last = self.authentications.last();
        let consecutive_sends = last.map_or(1, |last| last.consecutive_sends.saturating_add(1));
        Authentication {
            reservation: id,
            method: if is_decoy && self.falls_back { Method::Sms } else { requested },
            counted_at: now,
            sends: 1,
            resend_at: now.saturating_add(policy.cooldown_ms(consecutive_sends)),
            expires_at: now.saturating_add(policy.authentication_ms),
            consecutive_sends,
            used: 0,
            rejected: 0,
            open_attempts: vec![],
            is_decoy,
            is_settled: false,
            is_counted: false,
        }
    }

    /// Reserves an attempt before the PIN is sent, so that of any number of concurrent PINs only as many as allowed reach the API.
    fn reserve_attempt(&mut self, id: u64, now: u64, policy: &Policy) -> (DecisionKind, u64) {
        let until = self.resend_at(now, policy);
        let is_locked = self.failures.is_locked(now);
        let Some(current) = self.authentications.iter_mut().rfind(|authentication| authentication.is_active(now))
        else {
            return (DecisionKind::Deny(Denial::NotStarted), 0);
        };
        if current.attempts_left(policy.max_attempts) == 0 {
            return (DecisionKind::Deny(Denial::AttemptsExhausted { until }), 0);
        }
        current.reserve_attempt(id);
        // An attempt during a lockout is not sent, so it must not become another failure.
        current.is_decoy |= is_locked;
        (current.kind(), current.reservation)
    }

    fn settle(&mut self, settlement: UserEvent, now: u64, policy: &Policy) {
        match settlement {
            UserEvent::CommitSend { reservation, method } => self.commit_send(reservation, method),
            UserEvent::CommitVerification { reservation, id, valid_ms, number } => {
                let verification = Verification { reservation, id, valid_until: now.saturating_add(valid_ms), number };
                self.commit_verification(verification);
            }
            UserEvent::RefundSend { reservation } => self.refund_send(reservation),
            UserEvent::Verified { reservation } => self.verify(reservation, now, policy),
            UserEvent::Rejected { reservation, attempt } => self.reject(reservation, attempt, now, policy),
            UserEvent::RefundAttempt { reservation, attempt } => self.refund_attempt(reservation, attempt),
            UserEvent::Unlock => self.unlock(),
            UserEvent::ReserveSend { .. } | UserEvent::ReserveAttempt { .. } | UserEvent::Status => {}
        }
    }

    /// Keeps the newest authentication alone. The API invalidates the PINs of earlier ones (our reading: the docs don't say).
    fn commit_send(&mut self, reservation: u64, method: Method) {
        let Some(started) = self.unsettled(reservation) else { return };
        started.is_settled = true;
        if !started.is_decoy {
            let requested = std::mem::replace(&mut started.method, method);
            self.falls_back = if requested == Method::Totp { method == Method::Sms } else { self.falls_back };
        }
        let index = self.authentications.iter().position(|one| one.reservation == reservation).unwrap_or(0);
        self.authentications.drain(..index);
    }

    /// Keeps the newest authentication alone, and the ids of all of this login: unlike Verigator, the API accepts the PIN of each message, and one that
    /// arrives late must not be void. Their PINs share the attempts of the newest authentication.
    fn commit_verification(&mut self, verification: Verification) {
        let reservation = verification.reservation;
        let index = self.authentications.iter().position(|one| one.reservation == reservation);
        if index.is_none() && self.verifications.is_empty() {
            // The login is over.
            return;
        }
        let newer: Vec<u64> = match index {
            Some(index) => {
                self.authentications.iter().skip(index.saturating_add(1)).map(|one| one.reservation).collect()
            }
            None => self.verifications.reservations(),
        };
        self.verifications.add(verification, &newer);
        self.commit_send(reservation, Method::Sms);
    }

    /// Refunds a send on which no PIN was tried. One on which PINs were tried stays counted, as they may have been checked against the
    /// earlier authentication: otherwise each refunded start would give new attempts for the same PIN.
    fn refund_send(&mut self, reservation: u64) {
        let Some(failed) = self.unsettled(reservation) else { return };
        failed.is_settled = true;
        if failed.used > 0 {
            return;
        }
        let (counted_at, sends) = (failed.counted_at, failed.sends);
        self.authentications.retain(|authentication| authentication.reservation != reservation);
        self.sends.refund(sends, counted_at);
    }

    /// Resets the failures. It also applies if the authentication has expired or been replaced in the meantime: the attempt was
    /// allowed in time, and the API has accepted the PIN, which it does only once. A retry changes nothing.
    fn verify(&mut self, reservation: u64, now: u64, policy: &Policy) {
        if self.verified.is_some_and(|verified| verified.reservation == reservation) {
            return;
        }
        let index = self.authentications.iter().position(|one| one.reservation == reservation);
        // Whatever is older than an authentication that is gone, is gone as well.
        let ended: Vec<_> = self.authentications.drain(..index.map_or(0, |index| index.saturating_add(1))).collect();
        let verified = ended.last();
        let until = verified.map_or(now.saturating_add(policy.authentication_ms), |verified| verified.expires_at);
        self.verified = Some(Verified { reservation, method: verified.map(|verified| verified.method), until });
        self.verifications.clear();
        self.failures.clear();
    }

    /// Counts a wrong PIN. If its authentication is gone, the PIN already counted when that was abandoned.
    fn reject(&mut self, reservation: u64, attempt: u64, now: u64, policy: &Policy) {
        let Some(index) = self.authentications.iter().position(|one| one.reservation == reservation) else { return };
        let Some(rejected) = self.authentications.get_mut(index) else { return };
        if rejected.settle_attempt(attempt) {
            rejected.rejected = rejected.rejected.saturating_add(1).min(rejected.used);
        }
        if rejected.rejected >= policy.max_attempts {
            self.abandon(index, now, policy);
        }
    }

    /// Ends the lockout and its decoys, whose PINs are never right. Their sends stay counted: an SMS may have been sent before the lockout.
    fn unlock(&mut self) {
        self.failures.clear();
        self.authentications.retain(|authentication| !authentication.is_decoy);
    }

    fn refund_attempt(&mut self, reservation: u64, attempt: u64) {
        let mut authentications = self.authentications.iter_mut();
        let tried = authentications.find(|authentication| authentication.reservation == reservation);
        if let Some(tried) = tried.filter(|tried| tried.open_attempts.contains(&attempt)) {
            tried.settle_attempt(attempt);
            tried.used = tried.used.saturating_sub(1).max(tried.rejected);
        }
    }

    /// Finds an authentication whose send has not been settled; a second settlement changes nothing.
    fn unsettled(&mut self, reservation: u64) -> Option<&mut Authentication> {
        let mut authentications = self.authentications.iter_mut();
        authentications.find(|authentication| authentication.reservation == reservation && !authentication.is_settled)
    }

    /// Counts the authentication as failed if it is a failure, once.
    fn abandon(&mut self, index: usize, at: u64, policy: &Policy) {
        let Some(abandoned) = self.authentications.get_mut(index) else { return };
        if abandoned.fails() {
            abandoned.is_counted = true;
            self.failures.add(at, policy.lockout);
        }
    }

    /// Brings the state up to date: an authentication that expired without success failed at that moment, and what is over is removed.
    fn expire(&mut self, now: u64, policy: &Policy) {
        self.limit_waits(now, policy);
        for index in 0..self.authentications.len() {
            if let Some(expired_at) = self.expired_at(index, now) {
                self.abandon(index, expired_at, policy);
            }
        }
        self.authentications.retain(|authentication| now < authentication.over_at());
        self.verifications.expire(now);
        if self.authentications.is_empty() {
            // Whatever follows is another login.
            self.verifications.clear();
        }
        self.sends.prune(policy.sends_per_user, now);
        self.failures.forget_old(now);
        self.verified = self.verified.filter(|verified| now < verified.until);
        // A store may delete the state at this point, so whatever that would lose is dropped here, too.
        self.falls_back &= self.forget_at(policy).is_some();
    }

    /// Shortens waits that are longer than the policy's, so that a clock that once was ahead denies nobody for longer than that.
    fn limit_waits(&mut self, now: u64, policy: &Policy) {
        let expires_at = now.saturating_add(policy.authentication_ms);
        for authentication in &mut self.authentications {
            authentication.expires_at = authentication.expires_at.min(expires_at);
            let cooldown_ms = policy.cooldown_ms(authentication.consecutive_sends);
            authentication.resend_at = authentication.resend_at.min(now.saturating_add(cooldown_ms));
        }
        if let Some(verified) = &mut self.verified {
            verified.until = verified.until.min(expires_at);
        }
        self.failures.limit_waits(now, policy.lockout);
    }

    fn expired_at(&self, index: usize, now: u64) -> Option<u64> {
        let expired = self.authentications.get(index).filter(|authentication| !authentication.is_active(now));
        expired.map(|expired| expired.expires_at)
    }

    fn deny_send(&self, sends: u64, now: u64, policy: &Policy) -> Option<Denial> {
        let cooldown = Some(self.cooled_down_at(now)).filter(|until| now < *until);
        let limit = Some(self.sends.available_at(policy.sends_per_user, sends, now)).filter(|until| now < *until);
        match (cooldown, limit) {
            (Some(until), limit) if limit.is_none_or(|limit| limit <= until) => Some(Denial::Cooldown { until }),
            (_, limit) => limit.map(|until| Denial::TooManySends { until }),
        }
    }

    /// The time from which a send like the last one is allowed.
    fn resend_at(&self, now: u64, policy: &Policy) -> u64 {
        let sends = self.authentications.last().map_or(1, |last| last.sends);
        self.cooled_down_at(now).max(self.sends.available_at(policy.sends_per_user, sends, now))
    }

    fn cooled_down_at(&self, now: u64) -> u64 {
        self.authentications.last().map_or(now, |last| last.resend_at)
    }

    fn status(&self, now: u64, policy: &Policy) -> UserStatus {
        let current = self.authentications.iter().rfind(|authentication| authentication.is_active(now));
        let resend_at = self.resend_at(now, policy);
        UserStatus {
            started: current.is_some() || self.verified.is_some(),
            method: current.map(|current| current.method).or(self.verified.and_then(|verified| verified.method)),
            attempts_left: current.map(|current| current.attempts_left(policy.max_attempts)),
            resend_at: (current.is_some() || now < resend_at).then_some(resend_at),
            expires_at: current.map(|current| current.expires_at).or(self.verified.map(|verified| verified.until)),
            verified: self.verified.is_some(),
        }
    }
}

/// A list takes less space than an object.
impl Serialize for UserState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { sends, authentications, failures, verified, falls_back, verifications } = self;
        if verifications.is_empty() {
            return (sends, authentications, failures, verified, falls_back).serialize(serializer);
        }
        (sends, authentications, failures, verified, falls_back, verifications).serialize(serializer)
    }
}
