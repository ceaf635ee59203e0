//! The policies that an operator can set.

use verigator_gateway::{Lockout, Policy, SendLimit};

#[test]
fn absent_fields_have_the_defaults_of_the_contract() {
    let policy = Policy::from_options("{}").unwrap();
    assert_eq!(policy, Policy::default());
    assert_eq!(policy.resend_cooldowns_ms, [30_000, 60_000, 120_000]);
    assert_eq!(policy.sends_global, SendLimit { count: 1_000, window_ms: 3_600_000 });
    let count = Policy::from_options(r#"{"sendsGlobal":{"count":5}}"#).unwrap().sends_global;
    assert_eq!(count, SendLimit { count: 5, window_ms: 3_600_000 });
}

#[test]
fn each_field_is_parsed_in_seconds() {
    let options = r#"{
        "resendCooldownSeconds": [0, 1.5], "maxAttempts": 1, "sendsPerUser": {"count": 2, "seconds": 3},
        "sendsPerAddress": {"count": 4, "seconds": 5}, "sendsGlobal": {"count": 6, "seconds": 7},
        "sendsPerDestination": {"count": 10, "seconds": 11}, "failedPinsPerAddress": {"count": 12, "seconds": 13},
        "failedPinsReported": {"count": 14, "seconds": 15},
        "lockout": {"failures": 8, "seconds": 9}, "authenticationSeconds": 0.5
    }"#;
    let policy = Policy {
        resend_cooldowns_ms: vec![0, 1_500],
        max_attempts: 1,
        sends_per_user: SendLimit { count: 2, window_ms: 3_000 },
        sends_per_address: SendLimit { count: 4, window_ms: 5_000 },
        sends_per_destination: SendLimit { count: 10, window_ms: 11_000 },
        sends_global: SendLimit { count: 6, window_ms: 7_000 },
        failed_pins_per_address: SendLimit { count: 12, window_ms: 13_000 },
        failed_pins_reported: SendLimit { count: 14, window_ms: 15_000 },
        lockout: Lockout { failures: 8, duration_ms: 9_000 },
        authentication_ms: 500,
    };
    assert_eq!(Policy::from_options(options), Ok(policy));
}

#[test]
fn an_invalid_limit_is_an_error_that_names_its_field() {
    for (options, field, expected) in [
        (r#"{"maxAttempts": 0}"#, "maxAttempts", "a whole number from 1 to 1000000"),
        (r#"{"maxAttempts": 1.5}"#, "maxAttempts", "a whole number from 1 to 1000000"),
        (r#"{"maxAttempts": "5"}"#, "maxAttempts", "a whole number from 1 to 1000000"),
        (r#"{"sendsPerUser": {"count": -1}}"#, "sendsPerUser.count", "a whole number from 0 to 1000000"),
        (r#"{"sendsGlobal": {"count": 1000001}}"#, "sendsGlobal.count", "a whole number from 0 to 1000000"),
        (r#"{"sendsPerUser": {"seconds": 0}}"#, "sendsPerUser.seconds", "seconds, from 0.001 to a hundred years"),
        (r#"{"lockout": {"seconds": null}}"#, "lockout.seconds", "seconds, from 0.001 to a hundred years"),
        (r#"{"authenticationSeconds": -5}"#, "authenticationSeconds", "seconds, from 0.001 to a hundred years"),
        (r#"{"resendCooldownSeconds": [30, -1]}"#, "resendCooldownSeconds", "a list of seconds"),
        (r#"{"resendCooldownSeconds": 30}"#, "resendCooldownSeconds", "a list of seconds"),
        (r#"{"maxAttemps": 5}"#, "maxAttemps", "one of"),
        (r#"{"lockout": {"failure": 5}}"#, "lockout.failure", "`failures`"),
    ] {
        let message = Policy::from_options(options).unwrap_err().to_string();
        assert!(message.starts_with(&format!("policy.{field}: ")), "{message}");
        assert!(message.contains("expected") && message.contains(expected), "{message}");
    }
    assert!(Policy::from_options("5").is_err());
}
