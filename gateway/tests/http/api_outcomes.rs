//! How each outcome of an API call settles its reservations: the table of the README, held against the code.

use verigator_gateway::{
    ApiFailure, ApiOutcome, ErrorCode, Fingerprint, Method, Response, UserEvent, VerificationId, settle,
};

const README: &str = include_str!("../../README.md");
const RESERVATION: u64 = 7;
const ATTEMPT: u64 = 8;
const SMS: UserEvent = UserEvent::ReserveSend { method: Method::Sms, id: RESERVATION, sends: 1 };
const TOTP: UserEvent = UserEvent::ReserveSend { method: Method::Totp, id: RESERVATION, sends: 1 };

fn pin() -> Fingerprint {
    Fingerprint::of("user", "123456")
}

fn attempt_event() -> UserEvent {
    UserEvent::ReserveAttempt { id: ATTEMPT, pin: pin() }
}

fn failure(code: &str, status: Option<u16>) -> ApiFailure {
    ApiFailure { code: ErrorCode::parse(code), status, retry_after_ms: None, follows_check: false }
}

fn verification_started() -> ApiOutcome {
    ApiOutcome::VerificationStarted { id: VerificationId::parse("vid1").unwrap(), valid_ms: 600_000, number: 7 }
}

fn settle_user(event: &UserEvent, outcome: &ApiOutcome) -> Option<UserEvent> {
    settle(event, RESERVATION, outcome).user
}

fn settle_start(outcome: &ApiOutcome) -> &'static str {
    match settle_user(&SMS, outcome) {
        Some(UserEvent::RefundSend { reservation: RESERVATION }) => "refunded",
        Some(
            UserEvent::CommitSend { reservation: RESERVATION, .. }
            | UserEvent::CommitVerification { reservation: RESERVATION, .. },
        )
        | None => "counted",
        other => panic!("expected a settlement of a start, got {other:?}"),
    }
}

fn settle_attempt(outcome: &ApiOutcome) -> &'static str {
    match settle_user(&attempt_event(), outcome) {
        Some(UserEvent::RefundAttempt { reservation: RESERVATION, attempt: ATTEMPT }) => "refunded",
        Some(UserEvent::Rejected { reservation: RESERVATION, attempt: ATTEMPT, .. }) | None => "counted",
        Some(UserEvent::Verified { reservation: RESERVATION, .. }) => "resets the failures",
        other => panic!("expected a settlement of an attempt, got {other:?}"),
    }
}

/// The network, the destination and the gateway settle alike.
fn settle_shared(reserved: &UserEvent, outcome: &ApiOutcome) -> &'static str {
    if settle(reserved, RESERVATION, outcome).refunds_shared { "refunded" } else { "counted" }
}

/// The outcomes of each row of the README's table.
fn outcomes(row: &str) -> Vec<ApiOutcome> {
    let failed = |code, statuses: &[u16]| {
        statuses.iter().map(|status| ApiOutcome::Failed(failure(code, Some(*status)))).collect::<Vec<_>>()
    };
    let without_status = |code| vec![ApiOutcome::Failed(failure(code, None))];
    match row {
        "started" => vec![ApiOutcome::Started(Method::Sms), ApiOutcome::Started(Method::Totp), verification_started()],
        "right PIN" => vec![ApiOutcome::Verified],
        "wrong PIN" | "`INVALID`, `EXPIRED`, `THROTTLED`" => vec![ApiOutcome::Rejected],
        "nothing sent" => without_status("invalid_invocation"),
        "400, 422" => failed("invalid_data", &[400, 422]),
        "401" => failed("wrong_credentials", &[401]),
        "403" => failed("resource_forbidden", &[403]),
        "404" => failed("no_such_resource", &[404]),
        "409" => failed("resource_already_exists", &[409]),
        "429" => failed("rate_limited", &[429]),
        "408, 425, 499 and any other 4xx" => {
            let listed = [400, 401, 403, 404, 409, 422, 429];
            let others: Vec<u16> = (400..500).filter(|status| !listed.contains(status)).collect();
            failed("unexpected_status", &others)
        }
        "5xx" => failed("internal", &(500..600).collect::<Vec<_>>()),
        "3xx" => failed("redirect", &(300..400).collect::<Vec<_>>()),
        "unreadable or empty 2xx" => failed("invalid_response", &(200..300).collect::<Vec<_>>()),
        "connection failed or lost" => without_status("connection"),
        "timeout" => without_status("timeout"),
        "`ERROR 101`, `103`, `111`" => {
            [failed("wrong_credentials", &[200]), failed("resource_forbidden", &[200])].concat()
        }
        "`ERROR 102`, `109`" => failed("invalid_data", &[200]),
        "`ERROR 110`" => failed("no_such_resource", &[200]),
        "`ERROR 209`, `FAILED 209`" => failed("internal", &[200]),
        "`VERIFIED` to a start, or an id that can't be stored" => failed("invalid_response", &[200]),
        "any of these after `INVALID` for a newer message" => {
            let refused = [("wrong_credentials", 200), ("resource_forbidden", 200), ("rate_limited", 429)];
            let after = |(code, status)| ApiFailure { follows_check: true, ..failure(code, Some(status)) };
            refused.map(after).map(ApiOutcome::Failed).into()
        }
        "the user has no number" => without_status("no_such_resource"),
        "the number's prefix is not allowed" => vec![],
        "anything else that was thrown" => without_status("a code of another version"),
        _ => panic!("the README's table has an unknown outcome: {row}"),
    }
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

#[test]
fn the_table_of_the_readme_is_what_the_code_does() {
    let table = README.split("<!-- outcomes -->").nth(1).unwrap().trim().lines();
    let rows: Vec<_> = table.skip(2).map(cells).collect();
    assert_eq!(rows.len(), 26, "each outcome has its row");
    for row in rows {
        let [name, user, address, global, attempt] = row[..] else { panic!("expected five cells, got {row:?}") };
        for outcome in outcomes(name) {
            if user != "–" {
                assert_eq!([settle_start(&outcome), settle_shared(&SMS, &outcome)], [user, address], "{name}");
                // A start without a number only checks the limit of the gateway.
                assert!(global == "–" || settle_shared(&TOTP, &outcome) == global, "{name}");
            }
            if attempt != "–" {
                assert_eq!(settle_attempt(&outcome), attempt, "{name}");
                let network = if attempt == "counted" { "counted" } else { "refunded" };
                assert_eq!(settle_shared(&attempt_event(), &outcome), network, "{name}");
            }
        }
    }
}

#[test]
fn each_failure_has_the_status_of_its_class_and_404_looks_like_a_success() {
    for (code, status, expected) in [
        ("invalid_invocation", None, Some(422)),
        ("invalid_data", Some(400), Some(400)),
        ("invalid_data", Some(422), Some(422)),
        ("wrong_credentials", Some(401), Some(502)),
        ("resource_forbidden", Some(403), Some(502)),
        ("no_such_resource", Some(404), None),
        ("resource_already_exists", Some(409), Some(409)),
        ("rate_limited", Some(429), Some(429)),
        ("internal", Some(500), Some(500)),
        ("internal", Some(503), Some(503)),
        ("unexpected_status", Some(418), Some(502)),
        ("redirect", Some(302), Some(502)),
        ("invalid_response", Some(200), Some(502)),
        ("connection", None, Some(502)),
        ("timeout", None, Some(504)),
        ("something else", Some(500), Some(500)),
    ] {
        let failure = failure(code, status);
        let response = (!failure.is_hidden_at_start()).then(|| Response::api_failed(&failure).status);
        assert_eq!(response, expected, "{code} {status:?}");
    }
}

#[test]
fn a_failure_that_no_decoy_could_imitate_is_hidden() {
    let is_hidden = |code, status| {
        let failure = failure(code, Some(status));
        [failure.is_hidden_at_start(), failure.is_hidden_at_verification()]
    };
    assert_eq!(is_hidden("no_such_resource", 404), [true, true]);
    assert_eq!(is_hidden("invalid_data", 422), [false, true], "a PIN of a wrong form looks like a wrong PIN");
    assert_eq!(is_hidden("resource_already_exists", 409), [false, true]);
    for (code, status) in [("wrong_credentials", 401), ("rate_limited", 429), ("internal", 500)] {
        assert_eq!(is_hidden(code, status), [false, false], "decoys fail alike: {code}");
    }
}

#[test]
fn each_response_of_the_api_settles_its_reservation() {
    let reservation = RESERVATION;
    let start = |outcome| settle_user(&TOTP, &outcome);
    let attempt = |outcome| settle_user(&attempt_event(), &outcome);
    let committed = |method| Some(UserEvent::CommitSend { reservation, method });
    assert_eq!(start(ApiOutcome::Started(Method::Sms)), committed(Method::Sms));
    assert_eq!(start(ApiOutcome::Failed(failure("no_such_resource", Some(404)))), committed(Method::Sms));
    assert_eq!(settle_user(&SMS, &ApiOutcome::Started(Method::Sms)), None);
    assert_eq!(attempt(ApiOutcome::Verified), Some(UserEvent::Verified { reservation, pin: pin() }));
    assert_eq!(attempt(ApiOutcome::Rejected), Some(UserEvent::Rejected { reservation, attempt: ATTEMPT, pin: pin() }));
    assert_eq!(attempt(ApiOutcome::Failed(failure("timeout", None))), None);
}

#[test]
fn an_outcome_of_another_operation_settles_nothing() {
    assert_eq!(settle_user(&SMS, &ApiOutcome::Verified), None);
    assert_eq!(settle_user(&attempt_event(), &ApiOutcome::Started(Method::Sms)), None);
    assert_eq!(settle_user(&attempt_event(), &verification_started()), None);
    assert_eq!(settle_user(&UserEvent::Status, &ApiOutcome::Rejected), None);
}

#[test]
fn a_failure_is_reported_by_code_and_status_alone() {
    let failure = ApiFailure { retry_after_ms: Some(1_001), ..failure("rate_limited", Some(429)) };
    let response = Response::api_failed(&failure);
    let body = r#"{"message":"the verification service failed","code":"rate_limited","status":429}"#;
    assert_eq!(response.body.as_deref(), Some(body));
    assert!(response.headers.contains(&("retry-after", "2".to_owned())));
}

#[test]
fn an_unknown_code_is_reported_as_internal() {
    let body = Response::api_failed(&failure("canary", None)).body;
    assert_eq!(body.as_deref(), Some(r#"{"message":"the verification service failed","code":"internal"}"#));
}
