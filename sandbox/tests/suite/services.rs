use crate::harness::{SERVICES, TestSandbox};
use serde_json::json;

#[test]
fn creating_a_service_returns_id_name_and_time() {
    let mut sandbox = TestSandbox::new();
    let response = sandbox.send(
        "POST /v1/service/service HTTP/1.1\n\
         X-Service-Auth: sandbox:sandbox\n\
         Accept: application/json\n\
         Content-Type: application/json\n\
         \n\
         {\"fqdn\":\"coffeeshop.com\",\"name\":\"Coffee Shop\"}",
    );
    let (head, body) = response.split_once("\n\n").unwrap();
    assert_eq!(head, "201\ncontent-type: application/json");
    let id = body.strip_prefix("{\"id\":\"").unwrap().get(..36).unwrap();
    assert_eq!(body, format!(r#"{{"id":"{id}","name":"Coffee Shop","ctime":"2026-01-01T00:00:00.000Z"}}"#));
}

#[test]
fn a_service_is_returned_by_its_id() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let response = sandbox.call("GET", &service, "");
    assert_eq!(response.status, 200);
    assert_eq!(response.body["name"], "Coffee Shop");
    assert_eq!(service, format!("{SERVICES}/{}", response.id()));
}

#[test]
fn a_deleted_service_is_not_found_and_its_fqdn_is_reusable() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    assert_eq!(sandbox.send(&format!("DELETE {service} HTTP/1.1\nX-Service-Auth: sandbox:sandbox")), "202\n\n");
    assert_eq!(sandbox.call("GET", &service, "").status, 404);
    assert_ne!(sandbox.service(), service);
}

#[test]
fn a_second_service_with_the_same_fqdn_in_any_case_is_a_conflict() {
    let mut sandbox = TestSandbox::new();
    sandbox.service();
    let response = sandbox.call("POST", SERVICES, r#"{"fqdn":"CoffeeShop.com","name":"Another"}"#);
    assert_eq!((response.status, response.message()), (409, "a service with this fqdn already exists"));
}

#[test]
fn a_service_with_users_cannot_be_deleted() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let user = sandbox.user(&service, "ann", "+3725555555");
    let response = sandbox.call("DELETE", &service, "");
    assert_eq!((response.status, response.message()), (409, "the service has users: delete them first"));
    assert_eq!(sandbox.call("DELETE", &user, "").status, 202);
    assert_eq!(sandbox.call("DELETE", &service, "").status, 202);
}

#[test]
fn a_service_of_another_account_is_forbidden() {
    let mut sandbox = TestSandbox::with(json!({ "accounts": { "other": "secret" } }));
    let service = sandbox.service_of("other:secret", "tearoom.com");
    for method in ["GET", "DELETE"] {
        let response = sandbox.call(method, &service, "");
        assert_eq!((response.status, response.message()), (403, "the service belongs to another account"));
    }
    assert_eq!(sandbox.call_as("other:secret", "GET", &service, "").status, 200);
}

#[test]
fn unknown_and_invalid_ids_are_not_found() {
    let mut sandbox = TestSandbox::new();
    for id in ["3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b", "1", "%00", "%ff", "..", "a%2Fb"] {
        let response = sandbox.call("GET", &format!("{SERVICES}/{id}"), "");
        assert_eq!(response.status, 404, "{id}");
    }
}

#[test]
fn invalid_service_bodies_are_rejected() {
    let mut sandbox = TestSandbox::new();
    let cases = [
        ("", "body: expected a JSON object, got nothing"),
        ("nonsense", "body: expected a JSON object, got invalid JSON"),
        ("[]", "body: expected a JSON object, got an array"),
        (r#"{"fqdn":"a.com"}"#, "name: expected a string, got nothing"),
        (r#"{"name":"A"}"#, "fqdn: expected a string, got nothing"),
        (r#"{"fqdn":"","name":"A"}"#, "fqdn: expected a non-empty string, got an empty one"),
        (r#"{"fqdn":"a.com","name":null}"#, "name: expected a string, got nothing"),
        (r#"{"fqdn":"a.com","name":5}"#, "name: expected a string, got a number"),
        (r#"{"fqdn":"a.com","name":"\ud800"}"#, "body: expected a JSON object, got invalid JSON"),
    ];
    for (body, message) in cases {
        let response = sandbox.call("POST", SERVICES, body);
        assert_eq!((response.status, response.message()), (422, message), "{body}");
    }
}

#[test]
fn names_have_at_most_a_thousand_characters() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let users = format!("{service}/users");
    for (field, path) in [("name", SERVICES), ("fqdn", SERVICES), ("id_in_service", &users)] {
        let mut body = json!({ "fqdn": "a.com", "name": "A", "id_in_service": "ann", "phone_number": "+3725555555" });
        body[field] = json!("õ".repeat(1001));
        let response = sandbox.call("POST", path, &body.to_string());
        let message = format!("{field}: expected at most 1000 characters, got more");
        assert_eq!((response.status, response.message()), (422, message.as_str()));
        body[field] = json!("õ".repeat(1000));
        assert_eq!(sandbox.call("POST", path, &body.to_string()).status, 201, "{field}");
    }
}
