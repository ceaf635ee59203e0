//! A user at the gateway, whose clock the test turns. Each step goes through text, as in a store.

use verigator_gateway::{Event, Method, Outcome, Policy, UserEvent, Verdict, View, step};

/// Begins somewhere in 2025, as a clock would.
pub(crate) const BEGIN: u64 = 1_763_880_000_000;

pub(crate) struct User {
    pub(crate) policy: Policy,
    pub(crate) now: u64,
    pub(crate) state: String,
    pub(crate) forget_after_ms: u64,
}

impl User {
    pub(crate) fn new(policy: Policy) -> Self {
        Self { policy, now: BEGIN, state: String::new(), forget_after_ms: 0 }
    }

    pub(crate) fn apply(&mut self, event: UserEvent) -> Verdict {
        let event = Event::User { event, now: self.now, policy: self.policy.clone() };
        let step = step(&self.state, &Event::from_row(&event.to_row()).unwrap()).unwrap();
        self.state = step.state;
        self.forget_after_ms = step.forget_after_ms;
        Verdict::from_row(&step.verdict.to_row()).unwrap()
    }

    pub(crate) fn wait(&mut self, milliseconds: u64) {
        self.now += milliseconds;
    }

    pub(crate) fn start(&mut self) -> Verdict {
        self.apply(UserEvent::Start(Method::Sms))
    }

    /// Starts and is told by the API that it did.
    #[track_caller]
    pub(crate) fn started(&mut self) -> u64 {
        let verdict = self.start();
        assert!(matches!(verdict.outcome, Outcome::Granted | Outcome::Decoy), "{:?}", verdict.outcome);
        self.apply(UserEvent::Started(verdict.grant, Method::Sms));
        verdict.grant
    }

    pub(crate) fn attempt(&mut self) -> Verdict {
        self.apply(UserEvent::Attempt)
    }

    /// Tries a PIN that the API, if asked, finds wrong.
    pub(crate) fn wrong(&mut self) -> Outcome {
        let verdict = self.attempt();
        self.apply(UserEvent::Wrong(verdict.grant));
        verdict.outcome
    }

    /// Starts anew and spends all attempts.
    pub(crate) fn fail(&mut self) {
        self.now = self.view().resend_at.unwrap_or(self.now).max(self.now);
        self.started();
        while matches!(self.wrong(), Outcome::Granted | Outcome::Decoy) {}
    }

    pub(crate) fn view(&mut self) -> View {
        self.apply(UserEvent::Status).view
    }
}
