//! Random interleavings of starts and PINs in several processes: the numbers of SMS sent and of PINs checked never exceed a limit, by any path.
//!
//! Each process has its own clock. Stages of different calls take turns, any event may be applied again since its decision was lost, and any
//! settlement may come late, twice or never.

use std::collections::HashMap;

use proptest::prelude::{any, prop_assert, proptest};
use verigator_gateway::{
    ApiOutcome, Decision, DecisionKind, Event, Method, Network, Policy, SendLimit, SharedEvent, SharedLimit, UserEvent,
    VerificationId, settle, step,
};

use crate::random::dose;
use crate::traffic::{Move, Outcome, can_send, moves, policies};
use crate::user::{BEGIN, other_pin};

/// A call under way: the stages that are left, and what it has reserved.
struct Call {
    process: usize,
    user: u8,
    address: u8,
    outcome: Outcome,
    reserving: UserEvent,
    stages: Vec<(String, Event)>,
    made: Vec<(String, Event, Decision, u64)>,
}

/// A gateway of several processes with one store, the SMS that its API has sent, and the PINs that it has checked.
struct Site {
    policy: Policy,
    now: u64,
    clocks: [u64; 3],
    has_store_clock: bool,
    next_id: u64,
    store: HashMap<String, String>,
    calls: Vec<Call>,
    settlements: Vec<(String, usize, Event)>,
    /// The user, the address, and when each of its keys has counted it.
    sent: Vec<(u8, u8, Vec<u64>)>,
    /// The PINs that were checked, by user and by the reservation of the start that they were tried on.
    checked: HashMap<(u8, u64), u64>,
    checked_at: Vec<(u8, u64)>,
    /// The user and the id of each check at Number Verification.
    asked: Vec<(u8, String)>,
}

impl Site {
    fn new(policy: Policy, clocks: [u64; 3], has_store_clock: bool) -> Self {
        Self {
            policy,
            now: BEGIN,
            clocks,
            has_store_clock,
            next_id: 0,
            store: HashMap::new(),
            calls: vec![],
            settlements: vec![],
            sent: vec![],
            checked: HashMap::new(),
            checked_at: vec![],
            asked: vec![],
        }
    }

    fn clock(&self, process: usize) -> u64 {
        self.now + self.clocks[process]
    }

    fn apply(&mut self, key: &str, event: &Event) -> Decision {
        let before = self.store.get(key).cloned().unwrap_or_default();
        let after = step(&before, event, self.has_store_clock.then_some(self.now)).unwrap();
        self.store.insert(key.to_owned(), after.state.unwrap_or(before));
        after.decision
    }

    fn begin(&mut self, process: usize, user: u8, address: u8, is_pin: bool, outcome: Outcome) {
        self.next_id += 1;
        let (now, id, policy) = (self.clock(process), self.next_id, self.policy.clone());
        let network = Network::of(&format!("192.0.2.{address}")).unwrap();
        let count = if is_pin { 1 } else { outcome.sends };
        let shared = |limit: SharedLimit| {
            let limit = SharedLimit { count, ..limit };
            Event::Shared { event: SharedEvent::Reserve { id }, now, limit, settled: vec![] }
        };
        let reserving = match is_pin {
            true => UserEvent::ReserveAttempt { id, pin: other_pin(id) },
            false => UserEvent::ReserveSend { method: Method::Sms, id, sends: outcome.sends },
        };
        let event = Event::User { event: reserving.clone(), now, policy: policy.clone() };
        let mut stages = vec![(format!("user/{user}"), event)];
        if is_pin {
            stages
                .push((format!("failed-pins/{}", network.key), shared(network.limit(policy.failed_pins_per_address))));
        } else {
            stages.push((format!("network/{}", network.key), shared(network.limit(policy.sends_per_address))));
            stages.push(("global".to_owned(), shared(policy.sends_global.into())));
        }
        stages.reverse();
        self.calls.push(Call { process, user, address, outcome, reserving, stages, made: vec![] });
    }

    /// Does what the JavaScript does: reserves in order, refunds if one denies, and calls the API after the last stage.
    fn advance(&mut self, index: usize) {
        let Some(index) = index.checked_rem(self.calls.len()) else { return };
        let mut call = self.calls.swap_remove(index);
        let Some((key, event)) = call.stages.pop() else { return self.finish(&call) };
        let event = at(event, self.clock(call.process));
        let is_decoy = call.made.first().is_some_and(|made| made.2.kind == DecisionKind::Decoy);
        if is_decoy && key == "global" {
            return;
        }
        let decision = self.apply(&key, &event);
        if matches!(decision.kind, DecisionKind::Deny(_)) {
            return self.refund(&call);
        }
        call.made.push((key, event, decision, self.now));
        self.calls.push(call);
    }

    fn repeat(&mut self, index: usize) {
        let Some(index) = index.checked_rem(self.calls.len()) else { return };
        let Some((key, event, decision, _)) = self.calls[index].made.last().cloned() else { return };
        let event = at(event, self.clock(self.calls[index].process));
        let before = self.store.get(&key).cloned();
        let again = self.apply(&key, &event);
        // The reservation may be gone, e.g. expired: then the event is a new one, and its decision the one that counts.
        if matches!(again.kind, DecisionKind::Deny(_)) {
            let call = self.calls.swap_remove(index);
            self.refund(&call);
        } else if again.reservation != decision.reservation || self.store.get(&key) != before.as_ref() {
            let now = self.now;
            if let Some(made) = self.calls[index].made.last_mut() {
                (made.2, made.3) = (again.clone(), now);
            }
            if matches!(event, Event::User { event: UserEvent::ReserveSend { .. }, .. }) {
                self.forget_attempts(again.reservation);
            }
        }
    }

    /// Forgets the PINs of a send that was reserved anew: they belong to the one that is gone.
    fn forget_attempts(&mut self, reservation: u64) {
        self.checked.retain(|(_, of), _| *of != reservation);
        let is_pin = |call: &Call| matches!(call.reserving, UserEvent::ReserveAttempt { .. });
        self.calls
            .retain(|call| !is_pin(call) || call.made.first().is_none_or(|made| made.2.reservation != reservation));
    }

    fn refund(&mut self, call: &Call) {
        let now = self.clock(call.process);
        for (key, event, decision, _) in &call.made {
            self.settlements.push((key.clone(), call.process, refunded(event, decision, now)));
        }
    }

    fn finish(&mut self, call: &Call) {
        let (_, _, decision, _) = call.made[0].clone();
        if decision.kind == DecisionKind::Decoy {
            return;
        }
        let is_pin = matches!(call.reserving, UserEvent::ReserveAttempt { .. });
        if !is_pin && call.outcome.is_sent {
            let times: Vec<u64> = call.made.iter().map(|made| made.3).collect();
            (0..call.outcome.sends).for_each(|_| self.sent.push((call.user, call.address, times.clone())));
        }
        let is_checked = call.outcome.code == "started"
            || call.outcome.follows_check
            || can_send(call.outcome.code, call.outcome.status);
        if is_pin && is_checked {
            for id in &decision.verifications {
                self.asked.push((call.user, id.as_str().to_owned()));
            }
            *self.checked.entry((call.user, decision.reservation)).or_default() += 1;
            self.checked_at.push((call.address, call.made[1].3));
        }
        let outcome = match (is_pin, call.outcome.code) {
            (true, "started") => ApiOutcome::Rejected,
            (false, "started") if call.outcome.is_number => {
                let id = VerificationId::parse(&format!("{}/{}", call.user, decision.reservation)).unwrap();
                ApiOutcome::VerificationStarted { id, valid_ms: 20, number: 7 }
            }
            (false, "started") => ApiOutcome::Started(Method::Sms),
            _ => call.outcome.failed(is_pin),
        };
        let now = self.clock(call.process);
        let settlement = settle(&call.reserving, decision.reservation, &outcome);
        if let Some(event) = settlement.user {
            let event = Event::User { event, now, policy: self.policy.clone() };
            self.settlements.push((call.made[0].0.clone(), call.process, event));
        }
        for (key, event, decision, _) in call.made.iter().skip(1).filter(|_| settlement.refunds_shared) {
            self.settlements.push((key.clone(), call.process, refunded(event, decision, now)));
        }
    }

    /// Makes a settlement, and keeps it for another time.
    fn settle(&mut self, index: usize) {
        let Some(index) = index.checked_rem(self.settlements.len()) else { return };
        let (key, process, event) = self.settlements[index].clone();
        let event = at(event, self.clock(process));
        self.apply(&key, &event);
    }

    fn play(&mut self, moves: &[Move]) {
        for one in moves {
            match *one {
                Move::Wait(milliseconds) => self.now += milliseconds,
                Move::Begin { process, user, address, is_pin, outcome } => {
                    self.begin(process, user, address, is_pin, outcome);
                }
                Move::Advance(index) => self.advance(index),
                Move::Repeat(index) => self.repeat(index),
                Move::Settle(index) => self.settle(index),
            }
        }
    }

    /// The most SMS that any window of the limit holds, among those that the condition selects, by the time of the key with this number.
    fn most_within(&self, limit: SendLimit, key: usize, is_counted: impl Fn(&(u8, u8, Vec<u64>)) -> bool) -> u64 {
        let times: Vec<u64> = self.sent.iter().filter(|sms| is_counted(sms)).map(|sms| sms.2[key]).collect();
        most_within(&times, limit)
    }

    /// How many times a limit of one address may be exceeded: the network may have more.
    fn assert_limits(&self, times: impl Fn(SendLimit) -> u64) {
        let Policy { sends_per_user, sends_per_address, sends_global, .. } = self.policy;
        let most = |limit: SendLimit| limit.count * times(limit);
        assert!(self.most_within(sends_global, 2, |_| true) <= most(sends_global));
        for one in 0..4 {
            assert!(self.most_within(sends_per_user, 0, |sms| sms.0 == one) <= most(sends_per_user));
            assert!(self.most_within(sends_per_address, 1, |sms| sms.1 == one) <= most(sends_per_address));
            let pins: Vec<u64> = self.checked_at.iter().filter(|pin| pin.0 == one).map(|pin| pin.1).collect();
            assert!(most_within(&pins, sends_per_address) <= most(sends_per_address));
        }
    }
}

/// The event at another time.
fn at(event: Event, now: u64) -> Event {
    match event {
        Event::User { event, policy, .. } => Event::User { event, now, policy },
        Event::Shared { event, limit, settled, .. } => Event::Shared { event, now, limit, settled },
    }
}

fn refunded(event: &Event, decision: &Decision, now: u64) -> Event {
    let reservation = decision.reservation;
    match event.clone() {
        Event::User { event: UserEvent::ReserveAttempt { id, .. }, policy, .. } => {
            Event::User { event: UserEvent::RefundAttempt { reservation, attempt: id }, now, policy }
        }
        Event::User { policy, .. } => Event::User { event: UserEvent::RefundSend { reservation }, now, policy },
        Event::Shared { limit, settled, .. } => {
            Event::Shared { event: SharedEvent::Refund { id: reservation }, now, limit, settled }
        }
    }
}

fn most_within(times: &[u64], limit: SendLimit) -> u64 {
    let within = |from: u64| times.iter().filter(|at| (from..from + limit.window_ms).contains(*at)).count() as u64;
    times.iter().map(|from| within(*from)).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(dose(200))]

    #[test]
    fn the_sms_sent_and_the_pins_checked_never_exceed_a_limit(
        policy in policies(),
        moves in moves(),
        clocks in any::<[u32; 3]>(),
        has_store_clock in any::<bool>(),
    ) {
        // Clocks that differ need the store's.
        let clocks = if has_store_clock { clocks.map(u64::from) } else { [0; 3] };
        let mut site = Site::new(policy.clone(), clocks, has_store_clock);
        site.play(&moves);
        site.assert_limits(|_| 1);
        prop_assert!(site.asked.iter().all(|(user, id)| id.starts_with(&format!("{user}/"))), "a PIN is checked with ids of its user");
        prop_assert!(site.checked.values().all(|pins| *pins <= policy.max_attempts));
    }

    #[test]
    fn clocks_that_differ_exceed_a_limit_by_what_the_difference_explains(
        policy in policies(),
        moves in moves(),
        clocks in (0_u64..20_000, 0_u64..20_000),
    ) {
        let clocks = [0, clocks.0, clocks.1];
        let mut site = Site::new(policy.clone(), clocks, false);
        site.play(&moves);
        let widest_ms = clocks[1].max(clocks[2]);
        site.assert_limits(|limit| 2 + 2 * widest_ms.div_ceil(limit.window_ms));
        prop_assert!(site.checked.values().all(|pins| *pins <= policy.max_attempts));
    }
}
