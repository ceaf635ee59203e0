use crate::harness::{SERVICES, TestSandbox};
use serde_json::{Value, json};

/// Sends the requests of both official READMEs and returns each response.
fn statuses_and_bodies(profile: &str) -> Vec<(u16, String)> {
    let mut sandbox = TestSandbox::with(json!({ "profile": profile }));
    let service = sandbox.service();
    let user = sandbox.user(&service, "ann", "+3725555555");
    let authentication = format!("{user}/auth");
    let pin = sandbox.start_sms(&authentication);
    let calls = [
        ("POST", SERVICES.to_owned(), r#"{"name":"Tea","fqdn":"http://example.com"}"#.to_owned()),
        ("GET", service.clone(), String::new()),
        ("POST", format!("{service}/users"), r#"{"phone_number":"+3726666666","id_in_service":"ben"}"#.to_owned()),
        ("GET", format!("{service}/users"), String::new()),
        ("GET", user.clone(), String::new()),
        ("POST", authentication.clone(), r#"{"method":"totp"}"#.to_owned()),
        ("PUT", authentication.clone(), json!({ "token": pin }).to_string()),
        ("DELETE", user, String::new()),
    ];
    calls.map(|(method, path, body)| response(&mut sandbox, method, &path, &body)).into()
}

fn response(sandbox: &mut TestSandbox, method: &str, path: &str, body: &str) -> (u16, String) {
    let auth = "X-Service-Auth: sandbox:sandbox\nAccept: application/json";
    let response = sandbox.send(&format!("{method} {path} HTTP/1.1\n{auth}\n\n{body}"));
    let (head, body) = response.split_once("\n\n").unwrap();
    (head.lines().next().unwrap().parse().unwrap(), body.to_owned())
}

fn statuses(profile: &str) -> Vec<u16> {
    statuses_and_bodies(profile).into_iter().map(|(status, _)| status).collect()
}

#[test]
fn docs_responds_201_to_creates_and_202_to_deletes() {
    assert_eq!(statuses("docs"), [201, 200, 201, 200, 200, 201, 200, 202]);
}

#[test]
fn sdk_responds_200_to_creates_and_202_to_deletes() {
    assert_eq!(statuses("sdk"), [200, 200, 200, 200, 200, 200, 200, 202]);
}

#[test]
fn deletes_have_no_body_in_docs_and_an_empty_object_in_sdk() {
    let body_of_delete = |profile| statuses_and_bodies(profile).pop().unwrap().1;
    assert_eq!(body_of_delete("docs"), "");
    assert_eq!(body_of_delete("sdk"), "{}");
}

#[test]
fn times_have_a_time_zone_in_docs_and_microseconds_in_sdk() {
    let ctime_of = |profile| {
        let mut sandbox = TestSandbox::with(json!({ "profile": profile, "now": 1_767_225_600_123_i64 }));
        let service = sandbox.service();
        sandbox.call("GET", &service, "").body["ctime"].clone()
    };
    assert_eq!(ctime_of("docs"), "2026-01-01T00:00:00.123Z");
    assert_eq!(ctime_of("sdk"), "2026-01-01T00:00:00.123000");
}

#[test]
fn the_singular_user_path_allows_get_in_sdk_only() {
    for (profile, expected) in [("docs", 404), ("sdk", 200)] {
        let mut sandbox = TestSandbox::with(json!({ "profile": profile }));
        let service = sandbox.service();
        let singular = sandbox.user(&service, "ann", "+3725555555").replace("/users/", "/user/");
        assert_eq!(sandbox.call("GET", &singular, "").status, expected, "{profile}");
        assert_ne!(sandbox.call("DELETE", &singular, "").status, 202, "{profile}");
    }
}

#[test]
fn the_profile_can_be_changed_at_any_time() {
    let mut sandbox = TestSandbox::new();
    assert_eq!(sandbox.control("GET", "profile", Value::Null).body, json!({ "profile": "docs" }));
    assert_eq!(sandbox.control("PUT", "profile", json!({ "profile": "sdk" })).body, json!({ "profile": "sdk" }));
    assert_eq!(sandbox.call("POST", SERVICES, r#"{"fqdn":"a.com","name":"A"}"#).status, 200);
    assert_eq!(sandbox.control("PUT", "profile", json!({ "profile": "live" })).status, 422);
}
