use super::*;

const STRING: &str = "a string";
const ID: &str = "a string that can be an id";
const BOOLEAN: &str = "true or false";
const METHODS: &str = "\"sms\" or \"totp\"";

fn users(json: &Value) -> Decoded<Vec<UserFields>> {
    let mut users = Vec::new();
    UserFields::decode_list(json, |user| users.push(user)).map(|()| users)
}

/// The method in use after totp was requested.
fn method(json: &Value) -> Decoded<AuthenticationMethod> {
    Ok(AuthenticationResponse::decode(json, AuthenticationMethod::Totp)?.method)
}

fn a_user() -> Value {
    json!({"id": "u1", "id_in_service": "a@b.c", "ctime": "2017-03-01T10:00:00Z"})
}

/// The object with one field set to another value, or left out.
fn with(mut object: Value, field: &str, value: Option<Value>) -> Value {
    let members = object.as_object_mut().unwrap();
    match value {
        Some(value) => members.insert(field.to_owned(), value),
        None => members.remove(field),
    };
    object
}

#[test]
fn a_service_is_decoded_and_unknown_fields_are_ignored() {
    let json = json!({"id": "s1", "name": "Coffee", "ctime": "yesterday", "colour": "blue"});
    let expected = ServiceFields { id: id("s1"), name: "Coffee".to_owned(), ctime: Some("yesterday".to_owned()) };
    assert_eq!(ServiceFields::decode(&json), Ok(expected));
}

#[test]
fn each_field_of_a_service_that_is_missing_null_or_mistyped_is_named() {
    let whole = json!({"id": "s1", "name": "Coffee", "ctime": "yesterday"});
    for (field, expected) in [("id", ID), ("name", STRING)] {
        fails(ServiceFields::decode(&with(whole.clone(), field, None)), field, expected, "nothing");
        fails(ServiceFields::decode(&with(whole.clone(), field, Some(Value::Null))), field, expected, "nothing");
        fails(ServiceFields::decode(&with(whole.clone(), field, Some(json!(7)))), field, expected, "a number");
    }
}

#[test]
fn a_ctime_that_is_missing_or_no_text_is_left_out() {
    for ctime in [None, Some(Value::Null), Some(json!(1_490_351_400))] {
        let service = json!({"id": "s1", "name": "Coffee"});
        assert_eq!(ServiceFields::decode(&with(service, "ctime", ctime.clone())).unwrap().ctime, None);
        assert_eq!(UserFields::decode(&with(a_user(), "ctime", ctime)).unwrap().ctime, None);
    }
}

#[test]
fn an_id_that_cannot_be_part_of_a_path_is_refused() {
    for text in ["", ".", ".."] {
        fails(UserFields::decode(&with(a_user(), "id", Some(json!(text)))), "id", ID, "a string");
    }
}

#[test]
fn a_user_is_decoded() {
    let user = UserFields::decode(&a_user()).unwrap();
    assert_eq!((user.id.as_str(), user.username.as_str()), ("u1", "a@b.c"));
    assert_eq!(user.ctime.as_deref(), Some("2017-03-01T10:00:00Z"));
}

#[test]
fn each_field_of_a_user_that_is_missing_or_mistyped_is_named() {
    for (field, expected) in [("id", ID), ("id_in_service", STRING)] {
        fails(UserFields::decode(&with(a_user(), field, None)), field, expected, "nothing");
        fails(UserFields::decode(&with(a_user(), field, Some(json!([])))), field, expected, "an array");
    }
}

#[test]
fn users_are_decoded_in_their_order_whatever_the_field_of_their_number() {
    let second = with(a_user(), "id", Some(json!("u2")));
    for number in ["total", "count", "something"] {
        let listed = users(&json!({number: 2, "users": [a_user(), second]})).unwrap();
        assert_eq!(listed.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["u1", "u2"]);
    }
}

#[test]
fn a_list_may_be_empty() {
    assert_eq!(users(&json!({"users": []})), Ok(Vec::new()));
}

#[test]
fn a_user_of_a_list_is_named_by_its_index() {
    let json = json!({"users": [a_user(), with(a_user(), "id_in_service", None)]});
    fails(users(&json), "users[1].id_in_service", STRING, "nothing");
}

#[test]
fn a_list_that_is_not_an_array_is_refused() {
    fails(users(&json!({"total": 0})), "users", "an array", "nothing");
    fails(users(&json!({"users": {}})), "users", "an array", "an object");
}

#[test]
fn the_method_in_use_is_decoded() {
    assert_eq!(method(&json!({"method": "sms"})), Ok(AuthenticationMethod::Sms));
    assert_eq!(method(&json!({"method": "totp"})), Ok(AuthenticationMethod::Totp));
}

#[test]
fn an_unknown_method_is_refused() {
    fails(method(&json!({"method": "SMS"})), "method", METHODS, "a string");
    fails(method(&json!({"method": 1})), "method", METHODS, "a number");
    fails(method(&json!({})), "method", METHODS, "nothing");
    fails(VerificationResponse::decode(&json!({"verified": true, "method": "voice"})), "method", METHODS, "a string");
}

#[test]
fn a_right_pin_is_verified_with_the_method_if_the_server_names_it() {
    let verified =
        |method| Ok(VerificationResponse { verified: true, verification_id: None, method, reason: None, status: None });
    let totp = json!({"verified": true, "method": "totp"});
    assert_eq!(VerificationResponse::decode(&totp), verified(Some(AuthenticationMethod::Totp)));
    assert_eq!(VerificationResponse::decode(&json!({"verified": true})), verified(None));
}

#[test]
fn a_wrong_pin_is_rejected_with_the_status_of_the_server() {
    let json = json!({
        "verified": false,
        "method": "sms",
        "status": {"throttled": false, "expired": true, "invalid": false, "result": "INVALID"},
    });
    let status = VerificationStatus {
        throttled: Some(false),
        expired: Some(true),
        invalid: Some(false),
        result: Some("INVALID".to_owned()),
    };
    let expected = VerificationResponse {
        verification_id: None,
        verified: false,
        method: Some(AuthenticationMethod::Sms),
        reason: Some("expired"),
        status: Some(status),
    };
    assert_eq!(VerificationResponse::decode(&json), Ok(expected));
}

#[test]
fn a_wrong_pin_without_a_status_is_rejected_for_an_unknown_reason() {
    let reason = Some("unknown");
    let expected = VerificationResponse { verified: false, verification_id: None, method: None, reason, status: None };
    assert_eq!(VerificationResponse::decode(&json!({"verified": false})), Ok(expected));
}

#[test]
fn the_reason_is_the_strongest_that_a_flag_or_the_result_names() {
    let flags = [None, Some(false), Some(true)];
    let results = [None, Some("THROTTLED"), Some("EXPIRED"), Some("INVALID"), Some("MELTED"), Some("")];
    let mut combinations = 0;
    for throttled in flags {
        for expired in flags {
            for invalid in flags {
                for result in results {
                    let named: Vec<String> = [("throttled", throttled), ("expired", expired), ("invalid", invalid)]
                        .iter()
                        .filter(|(_, flag)| *flag == Some(true))
                        .map(|(name, _)| (*name).to_owned())
                        .chain(result.map(str::to_lowercase))
                        .collect();
                    let strongest = ["throttled", "expired", "invalid"]
                        .into_iter()
                        .find(|reason| named.iter().any(|name| name == reason))
                        .unwrap_or("unknown");
                    let status =
                        json!({"throttled": throttled, "expired": expired, "invalid": invalid, "result": result});
                    assert_eq!(reason(&status), strongest, "{status}");
                    combinations += 1;
                }
            }
        }
    }
    assert_eq!(combinations, 162);
}

#[test]
fn the_result_is_compared_in_any_case() {
    assert_eq!(reason(&json!({"result": "Expired"})), "expired");
}

/// The reason that JavaScript gets for a status.
fn reason(status: &Value) -> String {
    let response = VerificationResponse::decode(&json!({"verified": false, "status": status})).unwrap();
    serde_json::to_value(response).unwrap()["reason"].as_str().unwrap().to_owned()
}

#[test]
fn each_field_of_a_status_that_is_mistyped_is_named() {
    for (field, expected) in [("throttled", BOOLEAN), ("expired", BOOLEAN), ("invalid", BOOLEAN), ("result", STRING)] {
        let json = json!({"verified": false, "status": {field: 1}});
        fails(VerificationResponse::decode(&json), &format!("status.{field}"), expected, "a number");
    }
    fails(VerificationResponse::decode(&json!({"verified": false, "status": "no"})), "status", "an object", "a string");
}

#[test]
fn verified_must_be_a_boolean() {
    fails(VerificationResponse::decode(&json!({})), "verified", BOOLEAN, "nothing");
    fails(VerificationResponse::decode(&json!({"verified": "true"})), "verified", BOOLEAN, "a string");
    fails(VerificationResponse::decode(&json!({"verified": 1})), "verified", BOOLEAN, "a number");
}

#[test]
fn the_status_of_a_gateway_is_decoded_with_the_fields_that_it_has() {
    let whole = json!({
        "started": true, "verified": false, "method": "sms", "attemptsLeft": 4,
        "resendAt": "2026-01-01T00:00:30Z", "expiresAt": "2026-01-01T00:10:00Z",
    });
    let status = GatewayStatusFields::decode(&whole).unwrap();
    assert_eq!(
        (status.started, status.verified, status.method, status.attempts_left),
        (true, false, Some(AuthenticationMethod::Sms), Some(4))
    );
    assert_eq!(status.resend_at.as_deref(), Some("2026-01-01T00:00:30Z"));
    assert_eq!(status.expires_at.as_deref(), Some("2026-01-01T00:10:00Z"));
    let least = GatewayStatusFields::decode(&json!({"started": false, "verified": false})).unwrap();
    assert_eq!((least.method, least.attempts_left, least.resend_at, least.expires_at), (None, None, None, None));
}

#[test]
fn each_field_of_a_gateways_status_that_is_missing_or_mistyped_is_named() {
    fails(GatewayStatusFields::decode(&json!({"verified": true})), "started", BOOLEAN, "nothing");
    fails(GatewayStatusFields::decode(&json!({"started": true})), "verified", BOOLEAN, "nothing");
    for (field, expected) in [("attemptsLeft", "a whole number"), ("resendAt", STRING), ("expiresAt", STRING)] {
        let json = json!({"started": true, "verified": false, field: -1});
        fails(GatewayStatusFields::decode(&json), field, expected, "a number");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let names =
        ["id", "name", "ctime", "id_in_service", "users", "method", "verified", "status", "throttled", "result"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "sms|totp|\\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::hash_map(proptest::sample::select(names.to_vec()), inner, 0..8)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_decoded_or_fails_with_the_name_of_a_field(json in any_json()) {
        let errors = [ServiceFields::decode(&json).err(), UserFields::decode(&json).err(), users(&json).err()];
        for error in errors.into_iter().flatten() {
            prop_assert!(!error.field.is_empty());
        }
        if let Ok(service) = ServiceFields::decode(&json) {
            prop_assert_eq!(Some(service.id.as_str()), json["id"].as_str());
        }
        if let Ok(response) = VerificationResponse::decode(&json) {
            prop_assert_eq!(json["verified"].as_bool(), Some(response.verified));
        }
    }
}
