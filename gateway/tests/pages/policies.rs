//! Which policies can be used.

use verigator_gateway::{LockOut, Policy, SendLimit};

const DEFAULTS: [f64; 10] = [f64::NAN; 10];

#[test]
fn what_is_not_set_is_the_contracts_default() {
    let policy = Policy::from_numbers(&DEFAULTS, None).unwrap();
    assert_eq!(policy, Policy::default());
    assert_eq!(policy.cool_downs_ms, [30_000, 60_000, 120_000]);
    assert_eq!(policy.sends_in_all, SendLimit { count: 1_000, window_ms: 3_600_000 });
}

#[test]
fn each_number_has_its_place() {
    let numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 0.5];
    let policy = Policy {
        cool_downs_ms: vec![0, 1_500],
        max_attempts: 1,
        sends_per_user: SendLimit { count: 2, window_ms: 3_000 },
        sends_per_address: SendLimit { count: 4, window_ms: 5_000 },
        sends_in_all: SendLimit { count: 6, window_ms: 7_000 },
        lock_out: LockOut { failures: 8, duration_ms: 9_000 },
        authentication_ms: 500,
    };
    assert_eq!(Policy::from_numbers(&numbers, Some(&[0.0, 1.5])), Ok(policy.clone()));
    assert_eq!(Policy::from_row(&policy.to_row()), Ok(policy));
}

#[test]
fn what_is_no_limit_is_refused_by_the_name_of_its_field() {
    for (index, number, message) in [
        (0, 0.0, "policy.maxAttempts: expected a whole number from 1 to 1000000"),
        (0, 1.5, "policy.maxAttempts: expected a whole number from 1 to 1000000"),
        (1, -1.0, "policy.sendsPerUser.count: expected a whole number from 0 to 1000000"),
        (5, 1_000_001.0, "policy.sendsInAll.count: expected a whole number from 0 to 1000000"),
        (2, 0.0, "policy.sendsPerUser.seconds: expected seconds, from 0.001 to a hundred years"),
        (8, f64::INFINITY, "policy.lockOut.seconds: expected seconds, from 0.001 to a hundred years"),
        (9, -5.0, "policy.authenticationSeconds: expected seconds, from 0.001 to a hundred years"),
    ] {
        let mut numbers = DEFAULTS;
        *numbers.get_mut(index).unwrap() = number;
        assert_eq!(Policy::from_numbers(&numbers, None).unwrap_err().to_string(), message);
    }
    for wait in [-1.0, f64::NAN, f64::INFINITY] {
        let message = Policy::from_numbers(&DEFAULTS, Some(&[30.0, wait])).unwrap_err().to_string();
        assert!(message.starts_with("policy.resendCoolDownSeconds: expected"), "{message}");
    }
}
