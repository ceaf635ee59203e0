use super::*;

const STRING: &str = "a string";
const ID: &str = "a string that can be an id";
const BOOLEAN: &str = "true or false";
const METHODS: &str = "\"sms\" or \"totp\"";

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
fn a_service_is_read_and_unknown_fields_are_ignored() {
    let answer = json!({"id": "s1", "name": "Coffee", "ctime": "yesterday", "colour": "blue"});
    let expected = Service { id: id("s1"), name: "Coffee".to_owned(), ctime: "yesterday".to_owned() };
    assert_eq!(service(&answer), Ok(expected));
}

#[test]
fn each_field_of_a_service_that_is_missing_null_or_mistyped_is_named() {
    let whole = json!({"id": "s1", "name": "Coffee", "ctime": "yesterday"});
    for (field, expected) in [("id", ID), ("name", STRING), ("ctime", STRING)] {
        mismatches(service(&with(whole.clone(), field, None)), field, expected, "nothing");
        mismatches(service(&with(whole.clone(), field, Some(Value::Null))), field, expected, "nothing");
        mismatches(service(&with(whole.clone(), field, Some(json!(7)))), field, expected, "a number");
    }
}

#[test]
fn an_id_that_could_stand_in_no_path_is_refused() {
    for text in ["", ".", ".."] {
        mismatches(user(&with(a_user(), "id", Some(json!(text)))), "id", ID, "a string");
    }
}

#[test]
fn a_user_is_read() {
    let user = user(&a_user()).unwrap();
    assert_eq!((user.id.as_str(), user.username.as_str()), ("u1", "a@b.c"));
    assert_eq!(user.ctime, "2017-03-01T10:00:00Z");
}

#[test]
fn each_field_of_a_user_that_is_missing_or_mistyped_is_named() {
    for (field, expected) in [("id", ID), ("id_in_service", STRING), ("ctime", STRING)] {
        mismatches(user(&with(a_user(), field, None)), field, expected, "nothing");
        mismatches(user(&with(a_user(), field, Some(json!([])))), field, expected, "an array");
    }
}

#[test]
fn users_are_read_in_their_order_whatever_their_number_is_called() {
    let second = with(a_user(), "id", Some(json!("u2")));
    for number in ["total", "count", "something"] {
        let listed = users(&json!({number: 2, "users": [a_user(), second]})).unwrap();
        assert_eq!(listed.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["u1", "u2"]);
    }
}

#[test]
fn no_users_are_an_empty_list() {
    assert_eq!(users(&json!({"users": []})), Ok(Vec::new()));
}

#[test]
fn a_user_of_a_list_is_named_by_its_place() {
    let answer = json!({"users": [a_user(), with(a_user(), "ctime", None)]});
    mismatches(users(&answer), "users[1].ctime", STRING, "nothing");
}

#[test]
fn a_list_that_is_none_is_refused() {
    mismatches(users(&json!({"total": 0})), "users", "an array", "nothing");
    mismatches(users(&json!({"users": {}})), "users", "an array", "an object");
}

#[test]
fn the_method_in_use_is_read() {
    assert_eq!(authentication(&json!({"method": "sms"})), Ok(Method::Sms));
    assert_eq!(authentication(&json!({"method": "totp"})), Ok(Method::Totp));
}

#[test]
fn a_method_that_is_not_known_is_refused() {
    mismatches(authentication(&json!({"method": "SMS"})), "method", METHODS, "a string");
    mismatches(authentication(&json!({"method": 1})), "method", METHODS, "a number");
    mismatches(authentication(&json!({})), "method", METHODS, "nothing");
    mismatches(verification(&json!({"verified": true, "method": "voice"})), "method", METHODS, "a string");
}

#[test]
fn a_right_pin_is_verified_with_the_method_where_it_is_said() {
    let verified = |method| Ok(Verification { method, outcome: Outcome::Verified });
    assert_eq!(verification(&json!({"verified": true, "method": "totp"})), verified(Some(Method::Totp)));
    assert_eq!(verification(&json!({"verified": true})), verified(None));
}

#[test]
fn a_wrong_pin_is_refused_with_the_status_that_the_server_gives() {
    let answer = json!({
        "verified": false,
        "method": "sms",
        "status": {"throttled": false, "expired": true, "invalid": false, "result": "INVALID"},
    });
    let status = Status {
        throttled: Some(false),
        expired: Some(true),
        invalid: Some(false),
        result: Some("INVALID".to_owned()),
    };
    let expected = Verification { method: Some(Method::Sms), outcome: Outcome::Refused(Some(status)) };
    assert_eq!(verification(&answer), Ok(expected));
}

#[test]
fn a_wrong_pin_without_status_is_refused_all_the_same() {
    let expected = Verification { method: None, outcome: Outcome::Refused(None) };
    assert_eq!(verification(&json!({"verified": false})), Ok(expected));
}

#[test]
fn each_field_of_a_status_that_is_mistyped_is_named() {
    for (field, expected) in [("throttled", BOOLEAN), ("expired", BOOLEAN), ("invalid", BOOLEAN), ("result", STRING)] {
        let answer = json!({"verified": false, "status": {field: 1}});
        mismatches(verification(&answer), &format!("status.{field}"), expected, "a number");
    }
    mismatches(verification(&json!({"verified": false, "status": "no"})), "status", "an object", "a string");
}

#[test]
fn verified_must_be_said_in_so_many_words() {
    mismatches(verification(&json!({})), "verified", BOOLEAN, "nothing");
    mismatches(verification(&json!({"verified": "true"})), "verified", BOOLEAN, "a string");
    mismatches(verification(&json!({"verified": 1})), "verified", BOOLEAN, "a number");
}

#[test]
fn the_progress_of_an_authentication_is_read_with_what_there_is_of_it() {
    let whole = json!({
        "started": true, "verified": false, "method": "sms", "attemptsLeft": 4,
        "resendAt": "2026-01-01T00:00:30Z", "expiresAt": "2026-01-01T00:10:00Z",
    });
    let read = progress(&whole).unwrap();
    assert_eq!(
        (read.started, read.verified, read.method, read.attempts_left),
        (true, false, Some(Method::Sms), Some(4))
    );
    assert_eq!(read.resend_at.as_deref(), Some("2026-01-01T00:00:30Z"));
    assert_eq!(read.expires_at.as_deref(), Some("2026-01-01T00:10:00Z"));
    let least = progress(&json!({"started": false, "verified": false})).unwrap();
    assert_eq!((least.method, least.attempts_left, least.resend_at, least.expires_at), (None, None, None, None));
}

#[test]
fn each_field_of_the_progress_that_is_missing_or_mistyped_is_named() {
    mismatches(progress(&json!({"verified": true})), "started", BOOLEAN, "nothing");
    mismatches(progress(&json!({"started": true})), "verified", BOOLEAN, "nothing");
    for (field, expected) in [("attemptsLeft", "a whole number"), ("resendAt", STRING), ("expiresAt", STRING)] {
        let answer = json!({"started": true, "verified": false, field: -1});
        mismatches(progress(&answer), field, expected, "a number");
    }
}

#[test]
fn an_error_message_is_read_where_there_is_one() {
    assert_eq!(error_message(&json!({"message": "no"})).as_deref(), Some("no"));
    for answer in [json!({"message": ""}), json!({"message": 1}), json!({}), json!([]), json!("no")] {
        assert_eq!(error_message(&answer), None);
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
    fn any_answer_is_read_or_refused_with_a_field_that_it_lacks(answer in any_json()) {
        for mismatch in [service(&answer).err(), user(&answer).err(), users(&answer).err()].into_iter().flatten() {
            prop_assert!(!mismatch.field.is_empty());
        }
        if let Ok(service) = service(&answer) {
            prop_assert_eq!(Some(service.id.as_str()), answer["id"].as_str());
        }
        if let Ok(verification) = verification(&answer) {
            prop_assert_eq!(answer["verified"].as_bool(), Some(verification.outcome == Outcome::Verified));
        }
    }
}
