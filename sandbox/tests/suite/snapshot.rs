use crate::harness::{SERVICES, TestSandbox};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};

fn snapshot(sandbox: &mut TestSandbox) -> Value {
    sandbox.control("GET", "snapshot", Value::Null).body
}

fn used_sandbox() -> TestSandbox {
    let mut sandbox = TestSandbox::with(json!({ "profile": "sdk" }));
    let authentication = sandbox.authentication();
    sandbox.start_sms(&authentication);
    sandbox.control("PUT", "devices/%2B3725555555", Value::Null);
    sandbox.start(&authentication, "totp");
    sandbox.verify(&authentication, "wrong");
    let fault = json!({ "kind": "status", "status": 500, "body": [1], "headers": { "a": "b" } });
    sandbox.control(
        "POST",
        "faults/next",
        json!({ "fault": fault, "match": { "path": { "pattern": "x" } }, "times": 2 }),
    );
    sandbox.control("POST", "faults/randomly", json!({ "chance": 0.5, "fault": { "kind": "hang" } }));
    sandbox
}

#[test]
fn a_restored_snapshot_equals_the_original() {
    let taken = snapshot(&mut used_sandbox());
    let mut other = TestSandbox::with_only(&json!({}));
    assert_eq!(other.control("PUT", "snapshot", taken.clone()).status, 204);
    assert_eq!(snapshot(&mut other), taken);
}

#[test]
fn a_restored_sandbox_continues_like_the_original() {
    let mut first = used_sandbox();
    first.control("DELETE", "faults", Value::Null);
    let mut second = TestSandbox::with_only(&json!({}));
    second.control("PUT", "snapshot", snapshot(&mut first));
    for sandbox in [&mut first, &mut second] {
        let service = sandbox.service_of("sandbox:sandbox", "tearoom.com");
        let authentication = sandbox.user(&service, "ben", "+3726666666") + "/auth";
        let pin = sandbox.start_sms(&authentication);
        assert_eq!(sandbox.verify(&authentication, &pin), "verified");
    }
    assert_eq!(snapshot(&mut first), snapshot(&mut second));
}

#[test]
fn a_snapshot_contains_no_credentials() {
    let mut sandbox =
        TestSandbox::with(json!({ "username": "ann", "password": "hunter2", "accounts": { "ben": "swordfish" } }));
    sandbox.service_of("ann:hunter2", "a.com");
    let text = snapshot(&mut sandbox).to_string();
    assert!(!text.contains("hunter2") && !text.contains("swordfish"));
}

#[test]
fn an_invalid_snapshot_is_rejected_with_its_json_path_and_changes_nothing() {
    let mut sandbox = used_sandbox();
    let before = snapshot(&mut sandbox);
    let service_twice =
        json!([before["state"]["directory"]["services"][0], before["state"]["directory"]["services"][0]]);
    let user_twice = json!([before["state"]["directory"]["users"][0], before["state"]["directory"]["users"][0]]);
    for (pointer, value, message) in [
        (
            "/format",
            json!("other"),
            "snapshot: expected the format verigator-sandbox, version 1, got another format or version",
        ),
        (
            "/version",
            json!(2),
            "snapshot: expected the format verigator-sandbox, version 1, got another format or version",
        ),
        ("/version", json!("1"), "snapshot: expected a snapshot of a sandbox, got other data"),
        ("/state", json!(null), "snapshot: invalid at state"),
        ("/state/clock/kind", json!("stopped"), "snapshot: invalid at state.clock.kind"),
        ("/state/profile", json!("live"), "snapshot: invalid at state.profile"),
        ("/state/randomness/seed", json!("00"), "snapshot: invalid at state.randomness"),
        ("/state/directory/services", json!([]), "snapshot: invalid at state.directory"),
        ("/state/directory/services", service_twice, "snapshot: invalid at state.directory"),
        ("/state/directory/users", user_twice, "snapshot: invalid at state.directory"),
        (
            "/state/directory/users/0/phoneNumber",
            json!("5555"),
            "snapshot: invalid at state.directory.users[0].phoneNumber",
        ),
        ("/state/directory/users/0/secret", json!("A"), "snapshot: invalid at state.directory.users[0].secret"),
        ("/state/directory/users/0/number", json!(u32::MAX), "snapshot: invalid at state.directory"),
        ("/state/inbox/0/message/sentAt", json!("soon"), "snapshot: invalid at state.inbox[0].message.sentAt"),
        (
            "/state/faults/next/0/fault/status",
            json!(99),
            "snapshot: invalid at state.faults: expected a status from 200 to 599",
        ),
    ] {
        let mut broken = before.clone();
        *broken.pointer_mut(pointer).unwrap() = value;
        let response = sandbox.control("PUT", "snapshot", broken);
        assert_eq!((response.status, response.message()), (422, message), "{pointer}");
        assert_eq!(snapshot(&mut sandbox), before, "{pointer}");
    }
    for nonsense in [json!(null), json!([]), json!({}), json!("snapshot")] {
        assert_eq!(sandbox.control("PUT", "snapshot", nonsense.clone()).status, 422, "{nonsense}");
    }
}

#[test]
fn a_snapshot_with_missing_or_unknown_fields_is_rejected() {
    let mut sandbox = used_sandbox();
    let before = snapshot(&mut sandbox);
    for name in before["state"].as_object().unwrap().keys() {
        let mut broken = before.clone();
        broken["state"].as_object_mut().unwrap().remove(name);
        assert_eq!(sandbox.control("PUT", "snapshot", broken).status, 422, "{name}");
    }
    let mut broken = before.clone();
    broken["state"]["extra"] = json!(1);
    assert_eq!(sandbox.control("PUT", "snapshot", broken).status, 422);
    assert_eq!(snapshot(&mut sandbox), before);
}

/// An action of a test or a person.
#[derive(Debug, Clone)]
enum Action {
    CreateService(u8),
    RegisterUser(u8, u8),
    DeleteLastUser,
    Start(bool),
    Verify(bool),
    Attach(u8),
    Detach(u8),
    Advance(i32),
    Fault(u8),
    TakeMessage(u8),
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        any::<u8>().prop_map(|name| Action::CreateService(name % 4)),
        any::<(u8, u8)>().prop_map(|(name, number)| Action::RegisterUser(name % 8, number % 3)),
        Just(Action::DeleteLastUser),
        any::<bool>().prop_map(Action::Start),
        any::<bool>().prop_map(Action::Verify),
        any::<u8>().prop_map(|number| Action::Attach(number % 3)),
        any::<u8>().prop_map(|number| Action::Detach(number % 3)),
        (-1_000_000..1_000_000).prop_map(Action::Advance),
        any::<u8>().prop_map(|chance| Action::Fault(chance % 4)),
        any::<u8>().prop_map(|number| Action::TakeMessage(number % 3)),
    ]
}

/// A sandbox with the paths of the last created service and user.
struct Session {
    sandbox: TestSandbox,
    service: Option<String>,
    user: Option<String>,
    pin: String,
}

impl Session {
    fn run(sandbox: TestSandbox, actions: &[Action]) -> TestSandbox {
        let mut session = Self { sandbox, service: None, user: None, pin: "0".to_owned() };
        actions.iter().for_each(|action| session.act(action));
        session.sandbox
    }

    fn act(&mut self, action: &Action) {
        match action {
            Action::CreateService(name) => self.create_service(&json!({ "fqdn": format!("{name}.com"), "name": "S" })),
            Action::RegisterUser(name, number) => {
                self.register_user(
                    &json!({ "id_in_service": name.to_string(), "phone_number": format!("+37255555{number}") }),
                );
            }
            Action::DeleteLastUser => drop(self.user.take().map(|user| self.call("DELETE", &user, &json!({})))),
            Action::Start(by_app) => self.start(if *by_app { "totp" } else { "sms" }),
            Action::Verify(right) => self.verify(*right),
            Action::Attach(number) => {
                self.sandbox.control("PUT", &format!("devices/+37255555{number}"), Value::Null);
            }
            Action::Detach(number) => {
                self.sandbox.control("DELETE", &format!("devices/+37255555{number}"), Value::Null);
            }
            Action::Advance(milliseconds) => {
                self.sandbox.control("POST", "clock/advance", json!({ "milliseconds": milliseconds }));
            }
            Action::Fault(chance) => {
                let fault = json!({ "chance": f64::from(*chance) / 8.0, "fault": { "kind": "status", "status": 500 } });
                self.sandbox.control("POST", "faults/randomly", fault);
            }
            Action::TakeMessage(number) => {
                self.sandbox.control("POST", "inbox/next", json!({ "to": format!("+37255555{number}") }));
            }
        }
    }

    fn call(&mut self, method: &str, path: &str, body: &Value) -> Option<String> {
        let response = self.sandbox.call(method, path, &body.to_string());
        response.body["id"].as_str().map(|id| format!("{path}/{id}"))
    }

    fn create_service(&mut self, body: &Value) {
        self.service = self.call("POST", SERVICES, body).or(self.service.take());
    }

    fn register_user(&mut self, body: &Value) {
        let Some(users) = self.service.as_ref().map(|service| format!("{service}/users")) else { return };
        self.user = self.call("POST", &users, body).or(self.user.take());
    }

    fn start(&mut self, method: &str) {
        let Some(authentication) = self.user.as_ref().map(|user| format!("{user}/auth")) else { return };
        self.call("POST", &authentication, &json!({ "method": method }));
        let sms = self.sandbox.events().into_iter().rfind(|event| event["event"] == "sms");
        self.pin = sms.map_or_else(|| "0".to_owned(), |sms| sms["value"]["pin"].as_str().unwrap().to_owned());
    }

    fn verify(&mut self, right: bool) {
        let Some(authentication) = self.user.as_ref().map(|user| format!("{user}/auth")) else { return };
        let token = if right { self.pin.clone() } else { "wrong".to_owned() };
        self.call("PUT", &authentication, &json!({ "token": token }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_actions_survives_a_snapshot(before in proptest::collection::vec(action(), 0..40), after in proptest::collection::vec(action(), 0..10)) {
        let mut first = Session::run(TestSandbox::new(), &before);
        let taken = snapshot(&mut first);
        let mut second = TestSandbox::with_only(&json!({}));
        prop_assert_eq!(second.control("PUT", "snapshot", taken.clone()).status, 204);
        prop_assert_eq!(snapshot(&mut second), taken);
        let (mut first, mut second) = (Session::run(first, &after), Session::run(second, &after));
        prop_assert_eq!(snapshot(&mut first), snapshot(&mut second));
    }
}

/// Collects the chunks of a snapshot; `between` runs after each.
fn chunks(sandbox: &mut TestSandbox, mut between: impl FnMut(&mut TestSandbox)) -> Vec<String> {
    sandbox.start_snapshot();
    let mut chunks = Vec::new();
    while let Some(chunk) = sandbox.next_snapshot_chunk() {
        chunks.push(chunk);
        between(sandbox);
    }
    chunks
}

#[test]
fn the_chunks_of_a_snapshot_restore_the_state_and_its_spaces() {
    for mut sandbox in
        [TestSandbox::new(), used_sandbox(), TestSandbox::with(json!({ "pins": { "+3725555555": "123456" } }))]
    {
        for _ in 0..3 {
            let expected = snapshot(&mut sandbox);
            let text = chunks(&mut sandbox, |_| {}).concat();
            let mut restored = TestSandbox::with_only(&json!({}));
            assert_eq!(restored.control("PUT", "snapshot", serde_json::from_str(&text).unwrap()).status, 204);
            assert_eq!(snapshot(&mut restored), expected);
            for space in ["a", "b"] {
                sandbox.call("POST", &format!("/spaces/{space}{SERVICES}"), r#"{"fqdn":"a.com","name":"\"]}\""}"#);
            }
        }
    }
}

#[test]
fn the_chunks_of_a_large_snapshot_are_small_and_show_the_state_at_the_start() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let users: Vec<String> = (0..2500)
        .map(|number| sandbox.user(&service, &number.to_string(), &format!("+{}", 100_000 + number)))
        .collect();
    let expected = snapshot(&mut sandbox);
    let mut remaining = users.into_iter();
    let chunks = chunks(&mut sandbox, |sandbox| {
        let user = remaining.next().unwrap();
        sandbox.start(&(user.clone() + "/auth"), "sms");
        sandbox.call("DELETE", &remaining.next_back().unwrap(), "");
        sandbox.user(&service, &format!("new {user}"), "+3725555555");
    });
    assert_eq!(serde_json::from_str::<Value>(&chunks.concat()).unwrap(), expected);
    let users_in = |chunk: &String| chunk.matches("idInService").count();
    assert_eq!(chunks.iter().map(users_in).filter(|count| *count > 0).collect::<Vec<_>>(), [1000, 1000, 500]);
    assert_ne!(snapshot(&mut sandbox), expected);
}
