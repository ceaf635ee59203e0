//! A user of the gateway, with a clock that the test sets. Each step goes through JSON, as in a store.

use verigator_gateway::{
    Decision, DecisionKind, Event, Fingerprint, Method, Policy, UserEvent, UserStatus, VerificationId, step,
};

/// A time in 2025.
pub(crate) const BEGIN: u64 = 1_763_880_000_000;

/// The PIN that the API accepts.
pub(crate) fn right_pin() -> Fingerprint {
    Fingerprint::of("user", "right")
}

/// A PIN that no other number has.
pub(crate) fn other_pin(number: u64) -> Fingerprint {
    Fingerprint::of("user", &number.to_string())
}

pub(crate) struct User {
    pub(crate) policy: Policy,
    pub(crate) now: u64,
    pub(crate) state: String,
    pub(crate) forget_after_ms: u64,
    next_id: u64,
    /// The id of the latest attempt.
    pub(crate) attempted: u64,
}

impl User {
    pub(crate) fn new(policy: Policy) -> Self {
        Self { policy, now: BEGIN, state: String::new(), forget_after_ms: 0, next_id: 0, attempted: 0 }
    }

    pub(crate) fn apply(&mut self, event: UserEvent) -> Decision {
        let event = Event::User { event, now: self.now, policy: self.policy.clone() };
        let stored: Event = event.to_string().parse().unwrap();
        assert_eq!(stored, event);
        let step = step(&self.state, &stored, None).unwrap();
        self.state = step.state.unwrap_or_else(|| self.state.clone());
        self.forget_after_ms = step.forget_after_ms;
        step.decision.to_string().parse().unwrap()
    }

    pub(crate) fn wait(&mut self, milliseconds: u64) {
        self.now += milliseconds;
    }

    pub(crate) fn start(&mut self) -> Decision {
        self.start_by(Method::Sms)
    }

    pub(crate) fn start_by(&mut self, method: Method) -> Decision {
        let id = self.new_id();
        self.apply(UserEvent::ReserveSend { method, id, sends: 1 })
    }

    pub(crate) fn new_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Starts, and the API confirms it.
    #[track_caller]
    pub(crate) fn started(&mut self) -> u64 {
        let decision = self.start();
        assert!(matches!(decision.kind, DecisionKind::Allow | DecisionKind::Decoy), "{:?}", decision.kind);
        self.apply(UserEvent::CommitSend { reservation: decision.reservation, method: Method::Sms });
        decision.reservation
    }

    /// Starts at Number Verification, which confirms it with this id.
    #[track_caller]
    pub(crate) fn started_as(&mut self, id: &str) -> u64 {
        let reservation = self.start().reservation;
        self.commit_as(reservation, id, 600_000);
        reservation
    }

    pub(crate) fn commit_as(&mut self, reservation: u64, id: &str, valid_ms: u64) {
        self.commit_to(7, reservation, id, valid_ms);
    }

    /// Commits a start to a number.
    pub(crate) fn commit_to(&mut self, number: u16, reservation: u64, id: &str, valid_ms: u64) {
        let id = VerificationId::parse(id).unwrap();
        self.apply(UserEvent::CommitVerification { reservation, id, valid_ms, number });
    }

    /// Starts with a number of messages.
    pub(crate) fn start_with(&mut self, sends: u64) -> Decision {
        let id = self.new_id();
        self.apply(UserEvent::ReserveSend { method: Method::Sms, id, sends })
    }

    /// Reserves an attempt, and returns the ids that the PIN has to be checked with.
    pub(crate) fn attempt_ids(&mut self) -> Vec<String> {
        self.attempt().verifications.iter().map(|id| id.as_str().to_owned()).collect()
    }

    pub(crate) fn attempt(&mut self) -> Decision {
        self.attempted = self.new_id();
        self.apply(UserEvent::ReserveAttempt { id: self.attempted, pin: other_pin(self.attempted) })
    }

    /// Tries the right PIN.
    pub(crate) fn attempt_right(&mut self) -> Decision {
        self.attempted = self.new_id();
        self.apply(UserEvent::ReserveAttempt { id: self.attempted, pin: right_pin() })
    }

    /// Starts, and the API accepts the right PIN.
    #[track_caller]
    pub(crate) fn verified(&mut self) -> u64 {
        let reservation = self.started();
        assert_eq!(self.attempt_right().kind, DecisionKind::Allow);
        self.apply(UserEvent::Verified { reservation, pin: right_pin() });
        reservation
    }

    /// Tries a PIN that the API, if it gets it, rejects.
    pub(crate) fn wrong(&mut self) -> DecisionKind {
        let decision = self.attempt();
        self.apply(UserEvent::Rejected {
            reservation: decision.reservation,
            attempt: self.attempted,
            pin: other_pin(self.attempted),
        });
        decision.kind
    }

    /// Tries a wrong PIN and returns the decision of its settlement.
    pub(crate) fn rejected(&mut self) -> Decision {
        let reservation = self.attempt().reservation;
        self.apply(UserEvent::Rejected { reservation, attempt: self.attempted, pin: other_pin(self.attempted) })
    }

    pub(crate) fn locked_until(&mut self) -> Option<u64> {
        self.apply(UserEvent::Status).locked_until
    }

    /// Starts a new authentication and uses all attempts.
    pub(crate) fn fail(&mut self) {
        self.now = self.status().resend_at.unwrap_or(self.now).max(self.now);
        self.started();
        while matches!(self.wrong(), DecisionKind::Allow | DecisionKind::Decoy) {}
    }

    pub(crate) fn status(&mut self) -> UserStatus {
        self.apply(UserEvent::Status).status
    }
}
