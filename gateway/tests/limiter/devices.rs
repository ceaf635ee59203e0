//! Devices that are trusted after a right PIN.

use crate::user::User;
use verigator_gateway::{Decision, DecisionKind, Lockout, Policy, UserEvent};

const DAY_MS: u64 = 24 * 3_600_000;
const VALID_MS: u64 = 30 * DAY_MS;
const ID: u64 = 7;

fn verified() -> User {
    let mut user = User::new(Policy::default());
    user.verified();
    user
}

fn trust(user: &mut User, id: u64, number: u64) -> DecisionKind {
    user.apply(UserEvent::TrustDevice { id, number, valid_ms: VALID_MS }).kind
}

fn is_trusted(user: &mut User, id: u64, number: u64) -> bool {
    user.apply(UserEvent::CheckDevice { id, number }).kind == DecisionKind::Allow
}

/// Returns the number that the device's cookie gets.
fn rotate(user: &mut User, number: u64, next: u64) -> Option<u64> {
    let Decision { kind, reservation, .. } = user.apply(UserEvent::RotateDevice { id: ID, number, next });
    (kind == DecisionKind::Allow).then_some(reservation)
}

#[test]
fn a_device_is_trusted_to_the_millisecond_and_its_state_is_kept_so_long() {
    let mut user = verified();
    assert_eq!(trust(&mut user, ID, 1), DecisionKind::Allow);
    assert_eq!(user.forget_after_ms, VALID_MS);
    user.wait(VALID_MS - 1);
    assert!(is_trusted(&mut user, ID, 1));
    user.wait(1);
    assert!(!is_trusted(&mut user, ID, 1));
}

#[test]
fn only_a_user_whose_pin_was_right_gets_a_trusted_device() {
    let mut user = User::new(Policy::default());
    assert_eq!(trust(&mut user, ID, 1), DecisionKind::Recorded);
    user.started();
    user.attempt();
    assert_eq!(trust(&mut user, ID, 1), DecisionKind::Recorded);
    assert!(!is_trusted(&mut user, ID, 1));
}

#[test]
fn a_used_number_is_followed_by_the_next_one() {
    let mut user = verified();
    trust(&mut user, ID, 1);
    assert_eq!(rotate(&mut user, 1, 2), Some(2));
    assert_eq!(rotate(&mut user, 2, 3), Some(3));
    assert!(is_trusted(&mut user, ID, 3));
}

#[test]
fn a_lost_response_and_parallel_requests_leave_the_device_trusted() {
    let mut user = verified();
    trust(&mut user, ID, 1);
    assert_eq!(rotate(&mut user, 1, 2), Some(2));
    assert_eq!(rotate(&mut user, 1, 3), Some(2), "the same as the parallel request");
    assert_eq!(rotate(&mut user, 2, 4), Some(4));
}

#[test]
fn a_copied_cookie_ends_the_trust_once_both_were_used() {
    let mut user = verified();
    trust(&mut user, ID, 1);
    let stolen = 1;
    assert_eq!(rotate(&mut user, 1, 2), Some(2));
    assert_eq!(rotate(&mut user, 2, 3), Some(3));
    assert!(!is_trusted(&mut user, ID, stolen));
    assert!(!is_trusted(&mut user, ID, 3), "nobody can tell which of the two is the user");
}

#[test]
fn all_devices_are_forgotten_at_once_and_the_next_one_is_trusted_again() {
    let mut user = verified();
    trust(&mut user, 1, 1);
    trust(&mut user, 2, 2);
    user.apply(UserEvent::ForgetDevices);
    assert!(!is_trusted(&mut user, 1, 1) && !is_trusted(&mut user, 2, 2));
    trust(&mut user, 3, 3);
    assert!(is_trusted(&mut user, 3, 3));
}

#[test]
fn the_eleventh_device_replaces_the_first() {
    let mut user = verified();
    for id in 1..=11 {
        trust(&mut user, id, id);
    }
    assert!(!is_trusted(&mut user, 1, 1));
    assert!((2..=11).all(|id| is_trusted(&mut user, id, id)));
}

#[test]
fn a_lost_state_trusts_nobody() {
    let mut user = verified();
    trust(&mut user, ID, 1);
    user.state.clear();
    assert!(!is_trusted(&mut user, ID, 1));
}

#[test]
fn neither_a_lockout_nor_its_end_concerns_the_devices() {
    let mut user = User::new(Policy { lockout: Lockout { failures: 1, duration_ms: DAY_MS }, ..Policy::default() });
    user.verified();
    trust(&mut user, ID, 1);
    user.fail();
    assert!(user.locked_until().is_some());
    assert!(is_trusted(&mut user, ID, 1));
    user.apply(UserEvent::Unlock);
    assert!(is_trusted(&mut user, ID, 1));
}

#[test]
fn an_event_that_is_repeated_trusts_one_device() {
    let mut user = verified();
    assert_eq!(trust(&mut user, ID, 1), DecisionKind::Allow);
    let before = user.state.clone();
    assert_eq!(trust(&mut user, ID, 1), DecisionKind::Allow);
    assert_eq!(user.state, before);
}
