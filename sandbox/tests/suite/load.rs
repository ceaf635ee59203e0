use crate::harness::TestSandbox;
use serde_json::{Value, json};

#[test]
fn ten_thousand_users_are_listed_in_order_and_deleted() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let users: Vec<String> = (0..10_000)
        .map(|number| sandbox.user(&service, &format!("user {number}"), &format!("+{}", 100_000 + number)))
        .collect();
    let list = sandbox.call("GET", &format!("{service}/users"), "").body;
    assert_eq!(list["total"], 10_000);
    for (position, user) in users.iter().enumerate() {
        assert!(user.ends_with(list["users"][position]["id"].as_str().unwrap()));
    }
    for user in &users {
        assert_eq!(sandbox.call("DELETE", user, "").status, 202);
    }
    assert_eq!(sandbox.call("DELETE", &service, "").status, 202);
}

#[test]
fn the_last_ten_thousand_requests_and_messages_are_kept() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let pins: Vec<String> = (0..10_005).map(|_| sandbox.start_sms(&authentication)).collect();
    let requests = sandbox.control("GET", "requests", Value::Null).body;
    assert_eq!(requests["requests"].as_array().unwrap().len(), 10_000);
    let messages = sandbox.control("GET", "inbox?to=%2B3725555555", Value::Null).body;
    assert_eq!(messages["messages"].as_array().unwrap().len(), 10_000);
    assert_eq!(messages["messages"][0]["pin"], pins[5]);
    let next = sandbox.control("POST", "inbox/next", json!({ "to": "+3725555555" })).body;
    assert_eq!(next["message"]["pin"], pins[5]);
}
