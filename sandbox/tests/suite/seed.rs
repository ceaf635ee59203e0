use crate::harness::{SERVICES, TestSandbox};
use serde_json::{Value, json};

const SERVICE_ID: &str = "3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b";
const USER_ID: &str = "7d9f1c52-0a3e-4c1d-8b57-2f4f6f9f1e10";
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn seed_data() -> Value {
    let user = json!({
        "id": USER_ID, "username": "ann", "phoneNumber": "+3725555555", "hasApp": true, "totpSecret": SECRET,
    });
    let service = json!({ "id": SERVICE_ID, "fqdn": "a.com", "name": "A", "users": [user] });
    json!({ "$schema": "seed.schema.json", "services": [service], "pins": { "+3725555555": "123456" } })
}

/// Returns the error of a sandbox that is created with seed data.
fn creation_error(seed_data: &Value) -> String {
    TestSandbox::try_with_only(&json!({ "seedData": seed_data })).err().expect("an error")
}

#[test]
fn seed_data_creates_services_users_and_devices() {
    let mut sandbox = TestSandbox::new();
    let users = json!([
        { "username": "ann", "phoneNumber": "+372 5555555", "hasApp": true },
        { "username": "ben", "phoneNumber": "+3726666666" },
    ]);
    let seeded =
        sandbox.control("POST", "seed", json!({ "services": [{ "fqdn": "a.com", "name": "A", "users": users }] }));
    assert_eq!(seeded.status, 201);
    let service = &seeded.body["services"][0];
    let path = format!("{SERVICES}/{}", service["id"].as_str().unwrap());
    assert_eq!(sandbox.call("GET", &path, "").body["name"], "A");
    let ann = format!("{path}/users/{}/auth", service["users"][0]["id"].as_str().unwrap());
    assert_eq!(sandbox.start(&ann, "totp"), "totp");
}

#[test]
fn invalid_seed_data_changes_nothing() {
    let mut sandbox = TestSandbox::new();
    sandbox.service();
    let before = sandbox.control("GET", "snapshot", Value::Null).body;
    let valid = json!({ "fqdn": "a.com", "name": "A" });
    let user = json!({ "username": "ann", "phoneNumber": "+3725555555" });
    for (invalid, status) in [
        (json!({ "fqdn": "coffeeshop.com", "name": "B" }), 409),
        (json!({ "fqdn": "b.com", "name": "B", "users": [user, user] }), 409),
        (json!({ "fqdn": "b.com", "name": "" }), 422),
        (json!({ "fqdn": "b.com", "name": "B", "users": [{ "username": "", "phoneNumber": "+3725555555" }] }), 422),
        (json!({ "fqdn": "b.com", "name": "B", "users": [{ "username": "ann", "phoneNumber": "5555" }] }), 422),
        (json!({ "fqdn": "b.com" }), 422),
        (json!("b.com"), 422),
    ] {
        assert_eq!(
            sandbox.control("POST", "seed", json!({ "services": [valid, invalid] })).status,
            status,
            "{invalid}"
        );
        assert_eq!(sandbox.control("GET", "snapshot", Value::Null).body, before, "{invalid}");
    }
}

#[test]
fn an_error_in_seed_data_names_the_json_path_and_quotes_no_value() {
    let mut sandbox = TestSandbox::new();
    let user = json!({ "username": "ann", "phoneNumber": 3_725_555_555_i64 });
    let services = json!([{ "fqdn": "a.com", "name": "A", "users": [user] }]);
    let response = sandbox.control("POST", "seed", json!({ "services": services }));
    assert_eq!((response.status, response.message()), (422, "seed: invalid at services[0].users[0].phoneNumber"));
}

#[test]
fn ids_secrets_and_pins_can_be_given() {
    let mut sandbox = TestSandbox::new();
    let seeded = sandbox.control("POST", "seed", seed_data());
    let users = json!([{ "id": USER_ID, "username": "ann" }]);
    assert_eq!(seeded.body, json!({ "services": [{ "id": SERVICE_ID, "fqdn": "a.com", "users": users }] }));
    let device = sandbox.control("GET", "devices/%2B3725555555", Value::Null).body;
    assert!(device["accounts"][0]["uri"].as_str().unwrap().contains(&format!("secret={SECRET}&")));
    let authentication = format!("{SERVICES}/{SERVICE_ID}/users/{USER_ID}/auth");
    assert_eq!(sandbox.start_sms(&authentication), "123456");
}

#[test]
fn the_response_lists_only_the_seeded_services() {
    let mut sandbox = TestSandbox::new();
    sandbox.service();
    let seeded = sandbox.control("POST", "seed", seed_data()).body;
    assert_eq!(seeded["services"].as_array().unwrap().len(), 1);
    assert_eq!(sandbox.control("POST", "seed", json!({})).body, json!({ "services": [] }));
}

#[test]
fn services_can_belong_to_another_account() {
    let mut sandbox = TestSandbox::with(json!({ "accounts": { "other": "secret" } }));
    let service = json!({ "id": SERVICE_ID, "fqdn": "a.com", "name": "A", "account": "other" });
    assert_eq!(sandbox.control("POST", "seed", json!({ "services": [service] })).status, 201);
    let path = format!("{SERVICES}/{SERVICE_ID}");
    assert_eq!(sandbox.call_as("other:secret", "GET", &path, "").status, 200);
    assert_eq!(sandbox.call("GET", &path, "").status, 403);
}

#[test]
fn a_snapshot_is_seed_data_too() {
    let mut first = TestSandbox::new();
    first.authentication();
    let snapshot = first.control("GET", "snapshot", Value::Null).body;
    let mut second = TestSandbox::with_only(&json!({}));
    second.service_of("sandbox:sandbox", "other.com");
    let seeded = second.control("POST", "seed", snapshot.clone());
    assert_eq!((seeded.status, &seeded.body["services"][0]["fqdn"]), (201, &json!("coffeeshop.com")));
    assert_eq!(second.control("GET", "snapshot", Value::Null).body, snapshot);
    let mut third = TestSandbox::with_only(&json!({ "seedData": snapshot }));
    assert_eq!(third.control("GET", "snapshot", Value::Null).body, snapshot);
}

#[test]
fn errors_say_where_and_what_was_expected_and_quote_no_value() {
    let mut sandbox = TestSandbox::with(json!({ "seedData": seed_data() }));
    let before = sandbox.control("GET", "snapshot", Value::Null).body;
    for (pointer, value, status, message) in [
        ("/services", json!("5555"), 422, "seed: invalid at services"),
        ("/services/0/id", json!("5555"), 422, "seed: invalid at services[0].id"),
        ("/services/0/id", json!(SERVICE_ID), 409, "services[0].id: already in use"),
        (
            "/services/0/id",
            json!("00000000-0000-4000-8000-000000000503"),
            422,
            "services[0].id: expected an id that is not a magic value",
        ),
        ("/services/0/fqdn", json!(""), 422, "services[0].fqdn: expected a non-empty string, got an empty one"),
        (
            "/services/0/name",
            json!("a".repeat(1001)),
            422,
            "services[0].name: expected at most 1000 characters, got more",
        ),
        ("/services/0/fqdn", json!("A.com"), 409, "services[0]: a service with this fqdn already exists"),
        ("/services/0/account", json!("nobody"), 422, "services[0].account: expected the username of an account"),
        ("/services/0/users/0/id", json!(SERVICE_ID), 409, "services[0].users[0].id: already in use"),
        ("/services/0/users/0/totpSecret", json!("A"), 422, "seed: invalid at services[0].users[0].totpSecret"),
        ("/services/0/users/0/colour", json!("red"), 422, "seed: invalid at services[0].users[0].colour"),
        ("/pins/+3725555555", json!("12345"), 422, "pins: expected PINs of 6 digits"),
        ("/pins", json!([]), 422, "pins: expected an object of phone number to PIN, got an array"),
    ] {
        let mut seed = seed_data();
        seed["services"][0]["id"] = json!("0b0f8a52-6a1f-4d0e-9a59-3b8f0c6d7e21");
        seed["services"][0]["fqdn"] = json!("b.com");
        seed["services"][0]["account"] = json!("sandbox");
        seed["services"][0]["users"][0]["id"] = json!("1c1f8a52-6a1f-4d0e-9a59-3b8f0c6d7e22");
        seed["services"][0]["users"][0]["colour"] = Value::Null;
        if value != json!("red") {
            seed["services"][0]["users"][0].as_object_mut().unwrap().remove("colour");
        }
        *seed.pointer_mut(pointer).unwrap() = value;
        let response = sandbox.control("POST", "seed", seed);
        assert_eq!((response.status, response.message()), (status, message), "{pointer}");
        assert_eq!(sandbox.control("GET", "snapshot", Value::Null).body, before, "{pointer}");
    }
    let response = sandbox.call("POST", "/_sandbox/seed", "{\n  \"services\": [,\n");
    assert_eq!(response.message(), "seed: expected JSON, got a syntax error at line 2, column 16");
}

#[test]
fn seed_data_in_the_options_is_there_from_the_start_in_new_spaces_and_after_a_reset() {
    let mut sandbox = TestSandbox::with(json!({ "seedData": seed_data() }));
    let user = format!("{SERVICES}/{SERVICE_ID}/users/{USER_ID}");
    for path in [user.clone(), format!("/spaces/a{user}")] {
        assert_eq!(sandbox.call("GET", &path, "").body["id_in_service"], "ann", "{path}");
        assert_eq!(sandbox.call("DELETE", &path, "").status, 202);
    }
    sandbox.control("POST", "reset", Value::Null);
    sandbox.call("POST", "/spaces/a/_sandbox/reset", "");
    for path in [user.clone(), format!("/spaces/a{user}")] {
        assert_eq!(sandbox.call("GET", &path, "").status, 200, "{path}");
    }
}

#[test]
fn spaces_of_a_snapshot_in_the_options_are_there_from_the_start() {
    let mut first = TestSandbox::new();
    first.call("GET", "/spaces/a/_sandbox/clock", "");
    let snapshot = first.control("GET", "snapshot", Value::Null).body;
    let mut second = TestSandbox::with(json!({ "seedData": snapshot }));
    assert_eq!(second.control("GET", "snapshot", Value::Null).body, snapshot);
}

#[test]
fn invalid_seed_data_in_the_options_is_an_error_with_its_json_path() {
    let mut invalid = seed_data();
    invalid["services"][0]["users"][0]["phoneNumber"] = json!("5555");
    let message = creation_error(&invalid);
    assert!(message.starts_with("services[0].users[0].phoneNumber: expected a phone number"), "{message}");
    assert_eq!(creation_error(&json!([])), "seed: expected a JSON object");
    assert_eq!(
        creation_error(&json!({ "format": "other", "version": 1 })),
        "snapshot: expected the format verigator-sandbox, version 1, got another format or version"
    );
}

#[test]
fn ids_that_seed_data_gives_are_never_drawn_for_its_other_services_and_users() {
    let mut sandbox = TestSandbox::new();
    let first = sandbox.service();
    let second = sandbox.user(&first, "ann", "+3725555555");
    let id = |path: &str| json!(path.rsplit('/').next().unwrap());
    // The same seed draws both ids again.
    let users = json!([{ "username": "ben", "phoneNumber": "+3726666666" }]);
    let services = json!([
        { "fqdn": "a.com", "name": "A", "users": users },
        { "fqdn": "b.com", "name": "B", "id": id(&first) },
        { "fqdn": "c.com", "name": "C", "id": id(&second) },
    ]);
    let mut seeded = TestSandbox::with(json!({ "seedData": { "services": services } }));
    for path in [first.clone(), format!("/spaces/a{first}")] {
        assert_eq!(seeded.call("GET", &path, "").body["name"], "B", "{path}");
    }
    let mut other = TestSandbox::new();
    assert_eq!(other.control("POST", "seed", json!({ "services": services })).status, 201);
}
