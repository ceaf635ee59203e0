//! Random sequences of starts with every outcome: the numbers of SMS sent and of PINs checked never exceed a limit, by any path.

use std::collections::HashMap;

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};
use verigator_gateway::{
    ApiFailure, ApiOutcome, Decision, DecisionKind, ErrorCode, Event, Lockout, Method, Policy, SendEvent, SendLimit,
    UserEvent, settle, step,
};

use crate::user::BEGIN;

/// One start: who starts, from which address, after how long, with which outcome, and what becomes of the settlement.
#[derive(Debug, Clone)]
struct Start {
    wait_ms: u64,
    user: u8,
    address: u8,
    outcome: Outcome,
    settlement: Settlement,
    pins: Vec<Outcome>,
}

/// The outcome of a call, and whether an SMS was sent. The API may fail before or after it sends one.
#[derive(Debug, Clone, Copy)]
struct Outcome {
    status: Option<u16>,
    code: &'static str,
    is_sent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Settlement {
    InTime,
    /// After the following start, or never if there is none.
    Late,
    Never,
}

const OUTCOMES: [(&str, Option<u16>); 18] = [
    ("started", Some(201)),
    ("invalid_invocation", None),
    ("invalid_data", Some(400)),
    ("wrong_credentials", Some(401)),
    ("resource_forbidden", Some(403)),
    ("no_such_resource", Some(404)),
    ("resource_already_exists", Some(409)),
    ("invalid_data", Some(422)),
    ("rate_limited", Some(429)),
    ("unexpected_status", Some(408)),
    ("unexpected_status", Some(499)),
    ("redirect", Some(302)),
    ("internal", Some(500)),
    ("internal", Some(503)),
    ("invalid_response", Some(201)),
    ("connection", None),
    ("timeout", None),
    ("canary", None),
];

/// Whether the API may send an SMS and still end the call like this.
fn can_send(code: &str, status: Option<u16>) -> bool {
    code != "invalid_invocation" && !matches!(status, Some(400 | 401 | 403 | 404 | 409 | 422 | 429))
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    (0..OUTCOMES.len(), any::<bool>()).prop_map(|(index, sends_first)| {
        let (code, status) = OUTCOMES[index];
        let is_sent = code == "started" || (can_send(code, status) && sends_first);
        Outcome { status, code, is_sent }
    })
}

fn starts() -> impl Strategy<Value = Vec<Start>> {
    let settlement =
        prop_oneof![3 => Just(Settlement::InTime), 1 => Just(Settlement::Late), 1 => Just(Settlement::Never)];
    let pins = proptest::collection::vec(outcomes(), 0..5);
    let start = (0_u64..8, 0_u8..4, 0_u8..3, outcomes(), settlement, pins);
    let start = start.prop_map(|(wait_ms, user, address, outcome, settlement, pins)| Start {
        wait_ms,
        user,
        address,
        outcome,
        settlement,
        pins,
    });
    proptest::collection::vec(start, 1..120)
}

fn policies() -> impl Strategy<Value = Policy> {
    let limit = || (1_u64..4, 1_u64..40).prop_map(|(count, window_ms)| SendLimit { count, window_ms });
    let cooldowns = proptest::collection::vec(0_u64..6, 0..3);
    (limit(), limit(), limit(), cooldowns, 1_u64..30, 1_u64..4).prop_map(
        |(sends_per_user, sends_per_address, sends_global, resend_cooldowns_ms, authentication_ms, failures)| Policy {
            max_attempts: 3,
            sends_per_user,
            sends_per_address,
            sends_global,
            resend_cooldowns_ms,
            authentication_ms,
            lockout: Lockout { failures, duration_ms: 20 },
        },
    )
}

/// A gateway with a store, the SMS that its API has sent, and the PINs that it has checked.
struct Gateway {
    policy: Policy,
    now: u64,
    store: HashMap<String, String>,
    /// Reservations with the outcome of their call, for a later settlement.
    unsettled: Vec<(String, Event, Decision, ApiOutcome)>,
    sent: Vec<Sms>,
    /// The PINs that were checked, by user and by the reservation of the start that they were tried on.
    checked: HashMap<(u8, u64), Checked>,
}

struct Sms {
    at: u64,
    user: u8,
    address: u8,
}

#[derive(Default)]
struct Checked {
    started_at: u64,
    pins: u64,
}

impl Gateway {
    fn new(policy: Policy) -> Self {
        Self { policy, now: BEGIN, store: HashMap::new(), unsettled: vec![], sent: vec![], checked: HashMap::new() }
    }

    fn apply(&mut self, key: &str, event: &Event) -> Decision {
        let step = step(self.store.get(key).map_or("", String::as_str), event).unwrap();
        self.store.insert(key.to_owned(), step.state);
        step.decision
    }

    /// Does what the JavaScript does: reserves everywhere, refunds if one denies, calls the API, settles.
    fn start(&mut self, start: &Start) {
        let (now, policy) = (self.now, self.policy.clone());
        let sends = |limit| Event::Sends { event: SendEvent::Reserve, now, limit };
        let user = format!("user/{}", start.user);
        let events = [
            (user.clone(), Event::User { event: UserEvent::ReserveSend(Method::Sms), now, policy: policy.clone() }),
            (format!("address/{}", start.address), sends(policy.sends_per_address)),
            ("global".to_owned(), sends(policy.sends_global)),
        ];
        let decisions = events.map(|(key, event)| {
            let decision = self.apply(&key, &event);
            (key, event, decision)
        });
        let is_denied = decisions.iter().any(|(_, _, decision)| matches!(decision.kind, DecisionKind::Deny(_)));
        let is_decoy = decisions[0].2.kind == DecisionKind::Decoy;
        if decisions[0].2.kind == DecisionKind::Allow {
            self.checked.insert((start.user, decisions[0].2.reservation), Checked { started_at: now, pins: 0 });
        }
        let is_called = !is_denied && !is_decoy;
        if is_called && start.outcome.is_sent {
            self.sent.push(Sms { at: now, user: start.user, address: start.address });
        }
        let outcome = start.outcome.of_start();
        for (key, event, decision) in decisions {
            let is_free = is_denied || (is_decoy && key == "global");
            if !matches!(decision.kind, DecisionKind::Deny(_)) {
                let outcome = if is_free { ApiOutcome::Failed(ApiFailure::NOTHING_SENT) } else { outcome };
                self.unsettled.push((key, event, decision, outcome));
            }
        }
        for pin in &start.pins {
            self.try_pin(start.user, &user, *pin);
        }
    }

    fn try_pin(&mut self, user: u8, key: &str, pin: Outcome) {
        let event = Event::User { event: UserEvent::ReserveAttempt, now: self.now, policy: self.policy.clone() };
        let decision = self.apply(key, &event);
        let outcome = if pin.code == "started" { ApiOutcome::Rejected } else { pin.failed() };
        if decision.kind == DecisionKind::Allow && (pin.code == "started" || can_send(pin.code, pin.status)) {
            self.checked.get_mut(&(user, decision.reservation)).unwrap().pins += 1;
        }
        if let Some(settlement) = settle(&event, &decision, outcome, self.now) {
            self.apply(key, &settlement);
        }
    }

    fn settle(&mut self) {
        for (key, event, decision, outcome) in std::mem::take(&mut self.unsettled) {
            if let Some(settlement) = settle(&event, &decision, outcome, self.now) {
                self.apply(&key, &settlement);
            }
        }
    }

    /// The most SMS that any window of the limit holds, among those that the condition selects.
    fn most_within(&self, limit: SendLimit, is_counted: impl Fn(&Sms) -> bool) -> u64 {
        let times: Vec<u64> = self.sent.iter().filter(|sms| is_counted(sms)).map(|sms| sms.at).collect();
        most_within(&times, limit)
    }

    /// The most starts of a user that any window of the limit holds, among those that PINs were checked for.
    fn most_guessed_within(&self, limit: SendLimit, user: u8) -> u64 {
        let is_guessed = |((of, _), checked): &(&(u8, u64), &Checked)| *of == user && checked.pins > 0;
        let times: Vec<u64> = self.checked.iter().filter(is_guessed).map(|(_, checked)| checked.started_at).collect();
        most_within(&times, limit)
    }
}

fn most_within(times: &[u64], limit: SendLimit) -> u64 {
    let within = |from: u64| times.iter().filter(|at| (from..from + limit.window_ms).contains(*at)).count() as u64;
    times.iter().map(|from| within(*from)).max().unwrap_or(0)
}

impl Outcome {
    fn of_start(self) -> ApiOutcome {
        if self.code == "started" { ApiOutcome::Started(Method::Sms) } else { self.failed() }
    }

    fn failed(self) -> ApiOutcome {
        let code = ErrorCode::parse(self.code);
        ApiOutcome::Failed(ApiFailure { code, status: self.status, retry_after_ms: None })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sms_sent_and_the_pins_checked_never_exceed_a_limit(policy in policies(), starts in starts()) {
        let mut gateway = Gateway::new(policy.clone());
        for start in &starts {
            gateway.now += start.wait_ms;
            gateway.start(start);
            match start.settlement {
                Settlement::InTime => gateway.settle(),
                Settlement::Late => {}
                Settlement::Never => gateway.unsettled.clear(),
            }
        }
        prop_assert!(gateway.most_within(policy.sends_global, |_| true) <= policy.sends_global.count);
        for one in 0..4 {
            let (per_user, per_address) = (policy.sends_per_user, policy.sends_per_address);
            prop_assert!(gateway.most_within(per_user, |sms| sms.user == one) <= per_user.count);
            prop_assert!(gateway.most_within(per_address, |sms| sms.address == one) <= per_address.count);
            prop_assert!(gateway.most_guessed_within(per_user, one) <= per_user.count);
        }
        prop_assert!(gateway.checked.values().all(|checked| checked.pins <= policy.max_attempts));
    }
}
