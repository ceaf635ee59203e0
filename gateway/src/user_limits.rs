//! The state of one user: sends, authentications, attempts and failures.

mod settlements;

use serde::{Deserialize, Serialize, Serializer};

use crate::decisions::{Decision, DecisionKind, Denial, UserStatus};
use crate::devices::Devices;
use crate::events::{Method, Policy, UserEvent};
use crate::lockout::Failures;
use crate::repeated_pin::Fingerprint;
use crate::user_history::{Authentication, SendLog, Verified};
use crate::verifications::Verifications;

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
    /// Not stored if there are none.
    #[serde(default)]
    devices: Devices,
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
        let mut reads_only = is_repeated.is_some() || is_status;
        let (kind, reservation) = match (is_repeated, event) {
            (Some(decided), _) => decided,
            (_, UserEvent::ReserveSend { method, id, sends }) => self.reserve_send(method, id, sends, now, policy),
            (_, UserEvent::ReserveAttempt { pin, .. }) if self.is_repeated(pin, now, policy) => {
                reads_only = true;
                (DecisionKind::Repeated, 0)
            }
            (_, UserEvent::ReserveAttempt { id, .. }) => self.reserve_attempt(id, now, policy),
            (_, UserEvent::Status) => (DecisionKind::Recorded, 0),
            (_, event) if event.is_about_devices() => {
                let before = self.devices.clone();
                let number = self.decide_on_device(&event, now);
                reads_only = self.devices == before;
                number.map_or((DecisionKind::Recorded, 0), |number| (DecisionKind::Allow, number))
            }
            (_, settlement) => (self.settle(settlement, now, policy), 0),
        };
        let locked_until = Some(self.failures.locked_until).filter(|until| now < *until);
        let is_lockout_new = locked_until.is_some_and(|until| until != locked_before);
        reads_only |= matches!(kind, DecisionKind::Deny(_)) && !self.count_guess(is_attempt, now, policy);
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
            UserEvent::ReserveAttempt { id, .. } => authentications.find(|one| one.open_attempts.contains(id)),
            _ => None,
        };
        reserved.map(|reserved| (reserved.kind(), reserved.reservation))
    }

    /// The time from which the state can be deleted; none if it already can.
    pub(crate) fn forget_at(&self, policy: &Policy) -> Option<u64> {
        let authentications = self.authentications.iter().map(Authentication::forget_at).max();
        let verified = self.verified.map(|verified| verified.until);
        let times = [self.sends.forget_at(policy.sends_per_user), authentications, self.failures.forget_at(), verified];
        times.into_iter().chain([self.devices.forget_at()]).flatten().max()
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

    /// Whether this PIN has just verified the user, so that it is submitted again.
    fn is_repeated(&self, pin: Fingerprint, now: u64, policy: &Policy) -> bool {
        self.verified.is_some_and(|verified| verified.pin.is_repeated_by(pin, now, policy.max_attempts))
    }

    /// Counts an attempt that was denied after a success. Returns whether that has changed the state.
    fn count_guess(&mut self, is_attempt: bool, now: u64, policy: &Policy) -> bool {
        let verified = self.verified.as_mut().filter(|_| is_attempt);
        verified.is_some_and(|verified| verified.pin.count_other(now, policy.max_attempts))
    }

    /// The number of a device that is trusted.
    fn decide_on_device(&mut self, event: &UserEvent, now: u64) -> Option<u64> {
        match *event {
            UserEvent::TrustDevice { id, number, valid_ms } if self.verified.is_some() => {
                self.devices.trust(id, number, now.saturating_add(valid_ms));
                Some(number)
            }
            UserEvent::CheckDevice { id, number } => Some(number).filter(|_| self.devices.check(id, number)),
            UserEvent::RotateDevice { id, number, next } => self.devices.rotate(id, number, next),
            UserEvent::ForgetDevices => {
                self.devices.clear();
                None
            }
            _ => None,
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
        self.devices.expire(now);
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
            verified.pin.limit_wait(now);
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
        let Self { sends, authentications, failures, verified, falls_back, verifications, devices } = self;
        let fields = (sends, authentications, failures, verified, falls_back);
        match (verifications.is_empty(), devices.is_empty()) {
            (true, true) => fields.serialize(serializer),
            (_, true) => (fields.0, fields.1, fields.2, fields.3, fields.4, verifications).serialize(serializer),
            _ => (fields.0, fields.1, fields.2, fields.3, fields.4, verifications, devices).serialize(serializer),
        }
    }
}
