use crate::desk::{Desk, SERVICES};

#[test]
fn creating_a_service_answers_its_id_name_and_time() {
    let mut desk = Desk::new();
    let answer = desk.send(
        "POST /v1/service/service HTTP/1.1\n\
         X-Service-Auth: sandbox:sandbox\n\
         Accept: application/json\n\
         Content-Type: application/json\n\
         \n\
         {\"fqdn\":\"coffeeshop.com\",\"name\":\"Coffee Shop\"}",
    );
    let (head, body) = answer.split_once("\n\n").unwrap();
    assert_eq!(head, "201\ncontent-type: application/json");
    let id = body.strip_prefix("{\"id\":\"").unwrap().get(..36).unwrap();
    assert_eq!(body, format!(r#"{{"id":"{id}","name":"Coffee Shop","ctime":"2026-01-01T00:00:00.000Z"}}"#));
}

#[test]
fn a_service_is_read_back_by_its_id() {
    let mut desk = Desk::new();
    let service = desk.service();
    let answer = desk.call("GET", &service, "");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["name"], "Coffee Shop");
    assert_eq!(service, format!("{SERVICES}/{}", answer.id()));
}

#[test]
fn a_deleted_service_is_gone_and_its_fqdn_free_again() {
    let mut desk = Desk::new();
    let service = desk.service();
    assert_eq!(desk.send(&format!("DELETE {service} HTTP/1.1\nX-Service-Auth: sandbox:sandbox")), "202\n\n");
    assert_eq!(desk.call("GET", &service, "").status, 404);
    assert_ne!(desk.service(), service);
}

#[test]
fn a_second_service_with_the_same_fqdn_is_a_conflict_in_any_case() {
    let mut desk = Desk::new();
    desk.service();
    let answer = desk.call("POST", SERVICES, r#"{"fqdn":"CoffeeShop.com","name":"Another"}"#);
    assert_eq!((answer.status, answer.message()), (409, "a service with this fqdn exists already"));
}

#[test]
fn a_service_with_users_cannot_be_deleted() {
    let mut desk = Desk::new();
    let service = desk.service();
    let user = desk.user(&service, "ann", "+3725555555");
    let answer = desk.call("DELETE", &service, "");
    assert_eq!((answer.status, answer.message()), (409, "the service has users: delete them first"));
    assert_eq!(desk.call("DELETE", &user, "").status, 202);
    assert_eq!(desk.call("DELETE", &service, "").status, 202);
}

#[test]
fn a_service_of_another_account_is_forbidden() {
    let mut desk = Desk::with(serde_json::json!({ "accounts": { "other": "secret" } }));
    let service = desk.service_of("other:secret", "tearoom.com");
    for method in ["GET", "DELETE"] {
        let answer = desk.call(method, &service, "");
        assert_eq!((answer.status, answer.message()), (403, "the service belongs to another account"));
    }
    assert_eq!(desk.call_as("other:secret", "GET", &service, "").status, 200);
}

#[test]
fn unknown_and_impossible_ids_name_no_service() {
    let mut desk = Desk::new();
    for id in ["3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b", "1", "%00", "%ff", "..", "a%2Fb"] {
        let answer = desk.call("GET", &format!("{SERVICES}/{id}"), "");
        assert_eq!(answer.status, 404, "{id}");
    }
}

#[test]
fn a_body_that_does_not_describe_a_service_is_invalid() {
    let mut desk = Desk::new();
    let cases = [
        ("", "body: expected a JSON object, got nothing"),
        ("nonsense", "body: expected a JSON object, got something that is no JSON"),
        ("[]", "body: expected a JSON object, got a list"),
        (r#"{"fqdn":"a.com"}"#, "name: expected a text, got nothing"),
        (r#"{"name":"A"}"#, "fqdn: expected a text, got nothing"),
        (r#"{"fqdn":"","name":"A"}"#, "fqdn: expected a text, got an empty one"),
        (r#"{"fqdn":"a.com","name":null}"#, "name: expected a text, got nothing"),
        (r#"{"fqdn":"a.com","name":5}"#, "name: expected a text, got a number"),
        (r#"{"fqdn":"a.com","name":"\ud800"}"#, "body: expected a JSON object, got something that is no JSON"),
    ];
    for (body, message) in cases {
        let answer = desk.call("POST", SERVICES, body);
        assert_eq!((answer.status, answer.message()), (422, message), "{body}");
    }
}
