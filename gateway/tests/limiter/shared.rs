//! Keys that many users share: networks, destinations and the whole gateway.

use crate::user::{BEGIN, User};
use verigator_gateway::{
    Decision, DecisionKind, Denial, Event, Network, Policy, SendLimit, SharedEvent, SharedLimit, UserEvent, step,
};

/// A key that many users share.
#[derive(Default)]
pub(crate) struct Shared {
    state: String,
    next_id: u64,
    forget_after_ms: u64,
}

impl Shared {
    fn apply(&mut self, event: SharedEvent, limit: &SharedLimit, settled: &[u64], now: u64) -> Decision {
        let event = Event::Shared { event, now, limit: limit.clone(), settled: settled.to_vec() };
        let stored: Event = event.to_string().parse().unwrap();
        assert_eq!(stored, event);
        let step = step(&self.state, &stored, None).unwrap();
        self.state = step.state.unwrap_or_else(|| self.state.clone());
        self.forget_after_ms = step.forget_after_ms;
        step.decision
    }

    pub(crate) fn reserve(&mut self, limit: &SharedLimit, now: u64) -> Decision {
        self.next_id += 1;
        self.apply(SharedEvent::Reserve { id: self.next_id }, limit, &[], now)
    }

    fn refund(&mut self, id: u64, limit: &SharedLimit, now: u64) {
        self.apply(SharedEvent::Refund { id }, limit, &[], now);
    }
}

pub(crate) fn limit(count: u64, window_ms: u64) -> SharedLimit {
    SendLimit { count, window_ms }.into()
}

pub(crate) fn until(decision: &Decision) -> Option<u64> {
    if let DecisionKind::Deny(Denial::TooManySends { until }) = decision.kind { Some(until) } else { None }
}

#[test]
fn sends_of_an_address_stop_counting_when_they_leave_the_window() {
    let (mut shared, limit) = (Shared::default(), limit(2, 1_000));
    for now in [10, 500] {
        assert_eq!(shared.reserve(&limit, now).kind, DecisionKind::Allow);
    }
    assert_eq!(until(&shared.reserve(&limit, 1_009)), Some(1_010));
    assert_eq!(shared.reserve(&limit, 1_010).kind, DecisionKind::Allow);
    assert_eq!(until(&shared.reserve(&limit, 1_011)), Some(1_500));
}

#[test]
fn a_send_is_refunded_to_its_address_once_although_the_refund_is_repeated() {
    let (mut shared, limit) = (Shared::default(), limit(3, 1_000));
    let allowed: Vec<_> = (0..3).map(|_| shared.reserve(&limit, 10).reservation).collect();
    for _ in 0..3 {
        shared.refund(allowed[1], &limit, 20);
    }
    assert_eq!(shared.reserve(&limit, 30).kind, DecisionKind::Allow);
    assert_eq!(until(&shared.reserve(&limit, 40)), Some(1_010));
}

#[test]
fn a_reservation_whose_decision_was_lost_gets_it_again_and_counts_once() {
    let (mut shared, limit) = (Shared::default(), limit(2, 1_000));
    for _ in 0..3 {
        assert_eq!(shared.apply(SharedEvent::Reserve { id: 77 }, &limit, &[], 10).kind, DecisionKind::Allow);
    }
    assert_eq!(shared.reserve(&limit, 10).kind, DecisionKind::Allow);
    assert_eq!(shared.apply(SharedEvent::Reserve { id: 77 }, &limit, &[], 20).kind, DecisionKind::Allow);
    assert_eq!(until(&shared.reserve(&limit, 30)), Some(1_010));
}

#[test]
fn a_check_decides_like_a_reservation_and_counts_nothing() {
    let (mut shared, limit) = (Shared::default(), limit(1, 1_000));
    for _ in 0..3 {
        assert_eq!(shared.apply(SharedEvent::Check, &limit, &[], 10).kind, DecisionKind::Recorded);
        assert_eq!(shared.state, "");
    }
    shared.reserve(&limit, 10);
    assert_eq!(until(&shared.apply(SharedEvent::Check, &limit, &[], 20)), Some(1_010));
}

#[test]
fn networks_nest_and_larger_ones_may_send_more() {
    let policy = SendLimit { count: 2, window_ms: 1_000 };
    let mut shared = Shared::default();
    let mut send = |address: &str, now| {
        let network = Network::of(address).unwrap();
        assert_eq!(network.key, "2001:db8::/48");
        shared.reserve(&network.limit(policy), now).kind == DecisionKind::Allow
    };
    let allowed = |count: usize, send: &mut dyn FnMut(usize) -> bool| (0..count).filter(|index| send(*index)).count();
    assert_eq!(allowed(10, &mut |host| send(&format!("2001:db8:0:100::{host:x}"), 1)), 2, "a /64");
    assert_eq!(
        allowed(99, &mut |subnet| send(&format!("2001:db8:0:1{subnet:02}::1"), 2)),
        6,
        "and its /56: 4 times as many"
    );
    let of_48 = allowed(200, &mut |subnet| send(&format!("2001:db8:0:{subnet:x}00::1"), 3));
    assert_eq!(of_48, 24, "and its /48: 16 times as many");
}

#[test]
fn an_ipv4_network_may_send_32_times_as_much_as_an_address() {
    let policy = SendLimit { count: 10, window_ms: 1_000 };
    let mut shared = Shared::default();
    let sends = (0..256 * 20).filter(|index| {
        let network = Network::of(&format!("192.0.2.{}", index % 256)).unwrap();
        shared.reserve(&network.limit(policy), 1).kind == DecisionKind::Allow
    });
    assert_eq!(sends.count(), 320);
}

#[test]
fn a_network_of_any_limit_has_a_bounded_state() {
    let policy = SendLimit { count: 1_000_000, window_ms: 3_600_000 };
    let mut shared = Shared::default();
    for index in 0..3_000_u64 {
        let network = Network::of(&format!("2001:db8:0:{index:x}::1")).unwrap();
        shared.reserve(&network.limit(policy), BEGIN + index * 1_000);
    }
    assert!(shared.state.len() < 24_000, "{} bytes", shared.state.len());
}

#[test]
fn calls_under_way_deny_nobody_for_the_whole_window() {
    let limit = SharedLimit { knows_settled: true, ..limit(2, 3_600_000) };
    let mut shared = Shared::default();
    for now in [BEGIN, BEGIN + 1_000] {
        shared.reserve(&limit, now);
    }
    assert_eq!(until(&shared.reserve(&limit, BEGIN + 2_000)), Some(BEGIN + 15_000), "both may be refunded until then");
    let denied = shared.apply(SharedEvent::Reserve { id: 9 }, &limit, &[1, 2], BEGIN + 3_000);
    assert_eq!(until(&denied), Some(BEGIN + 3_600_000), "both are known to be sent");
    assert_eq!(until(&shared.reserve(&limit, BEGIN + 20_000)), Some(BEGIN + 3_600_000), "too old to be refunded");
}

#[test]
fn a_state_of_another_version_is_an_error() {
    let event = Event::Shared { event: SharedEvent::Check, now: 0, limit: limit(1, 1), settled: vec![] };
    for state in ["[]", "shared2", "shared2[]", "shared2[[0,0,0],[1]]", "shared1[[0,0,0],[]]", "user2[]", "null", "é"]
    {
        assert!(step(state, &event, None).is_err(), "{state}");
    }
    let user = Event::User { event: UserEvent::Status, now: 0, policy: Policy::default() };
    assert!(step("shared2[[0,0,0],[5,1,0,0]]", &user, None).is_err());
    assert!(step("shared2[[0,0,0],[5,1,0,0]]", &event, None).is_ok());
}

#[test]
fn no_stored_state_is_json_which_some_clients_would_parse() {
    let mut user = User::new(Policy::default());
    user.start();
    let mut shared = Shared::default();
    shared.reserve(&limit(1, 1), 0);
    for state in [user.state, shared.state] {
        assert!(serde_json::from_str::<serde_json::Value>(&state).is_err(), "{state}");
    }
}

#[test]
fn a_large_limit_has_a_small_state_and_never_allows_more() {
    let limit = limit(5_000, 3_600_000);
    let (mut shared, mut allowed) = (Shared::default(), 0);
    for now in (0..2 * limit.window_ms).step_by(600) {
        let is_allowed = shared.reserve(&limit, now).kind == DecisionKind::Allow;
        allowed += u64::from(now < limit.window_ms && is_allowed);
        assert!(shared.state.len() < 2_560, "{} bytes", shared.state.len());
    }
    assert_eq!(allowed, 5_000);
}

#[test]
fn a_send_in_a_bucket_counts_for_its_window_and_a_hundredth_more_at_most() {
    let (mut shared, limit) = (Shared::default(), limit(2_000, 1_000_000));
    shared.reserve(&limit, 1);
    assert_eq!(shared.forget_after_ms, 1_009_999);
    let second = shared.reserve(&limit, 500).reservation;
    shared.refund(second, &limit, 600);
    assert_eq!(shared.forget_after_ms, 1_009_400);
    shared.refund(1, &limit, 700);
    assert_eq!(shared.state, "");
}
