use crate::desk::{Desk, SERVICES};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};

fn snapshot(desk: &mut Desk) -> Value {
    desk.control("GET", "snapshot", Value::Null).body
}

fn lived_in() -> Desk {
    let mut desk = Desk::with(json!({ "profile": "sdk" }));
    let authentication = desk.authentication();
    desk.start_sms(&authentication);
    desk.control("PUT", "devices/%2B3725555555", Value::Null);
    desk.start(&authentication, "totp");
    desk.verify(&authentication, "wrong");
    let fault = json!({ "kind": "status", "status": 500, "body": [1], "headers": { "a": "b" } });
    desk.control("POST", "faults/next", json!({ "fault": fault, "match": { "path": { "pattern": "x" } }, "times": 2 }));
    desk.control("POST", "faults/randomly", json!({ "chance": 0.5, "fault": { "kind": "hang" } }));
    desk
}

#[test]
fn a_snapshot_restored_in_a_new_sandbox_and_taken_again_is_the_same() {
    let taken = snapshot(&mut lived_in());
    let mut other = Desk::exactly(&json!({}));
    assert_eq!(other.control("PUT", "snapshot", taken.clone()).status, 204);
    assert_eq!(snapshot(&mut other), taken);
}

#[test]
fn a_restored_sandbox_goes_on_as_the_first_one_would() {
    let mut first = lived_in();
    first.control("DELETE", "faults", Value::Null);
    let mut second = Desk::exactly(&json!({}));
    second.control("PUT", "snapshot", snapshot(&mut first));
    for desk in [&mut first, &mut second] {
        let service = desk.service_of("sandbox:sandbox", "tearoom.com");
        let authentication = desk.user(&service, "ben", "+3726666666") + "/auth";
        let pin = desk.start_sms(&authentication);
        assert_eq!(desk.verify(&authentication, &pin), "verified");
    }
    assert_eq!(snapshot(&mut first), snapshot(&mut second));
}

#[test]
fn a_snapshot_holds_no_credentials() {
    let mut desk = Desk::with(json!({ "username": "ann", "password": "hunter2", "accounts": { "ben": "swordfish" } }));
    desk.service_of("ann:hunter2", "a.com");
    let text = snapshot(&mut desk).to_string();
    assert!(!text.contains("hunter2") && !text.contains("swordfish"));
}

#[test]
fn a_broken_snapshot_is_refused_with_its_place_and_the_state_stays() {
    let mut desk = lived_in();
    let before = snapshot(&mut desk);
    let service_twice =
        json!([before["state"]["directory"]["services"][0], before["state"]["directory"]["services"][0]]);
    let user_twice = json!([before["state"]["directory"]["users"][0], before["state"]["directory"]["users"][0]]);
    for (pointer, value, message) in [
        ("/format", json!("other"), "snapshot: expected verigator-sandbox of version 1, got another format or version"),
        ("/version", json!(2), "snapshot: expected verigator-sandbox of version 1, got another format or version"),
        ("/version", json!("1"), "snapshot: expected one of a sandbox, got something else"),
        ("/state", json!(null), "snapshot: broken at state"),
        ("/state/clock/kind", json!("stopped"), "snapshot: broken at state.clock.kind"),
        ("/state/profile", json!("live"), "snapshot: broken at state.profile"),
        ("/state/randomness/seed", json!("00"), "snapshot: broken at state.randomness"),
        ("/state/directory/services", json!([]), "snapshot: broken at state.directory"),
        ("/state/directory/services", service_twice, "snapshot: broken at state.directory"),
        ("/state/directory/users", user_twice, "snapshot: broken at state.directory"),
        (
            "/state/directory/users/0/phoneNumber",
            json!("5555"),
            "snapshot: broken at state.directory.users[0].phoneNumber",
        ),
        ("/state/directory/users/0/secret", json!("A"), "snapshot: broken at state.directory.users[0].secret"),
        ("/state/directory/users/0/number", json!(u32::MAX), "snapshot: broken at state.directory"),
        ("/state/inbox/0/message/sentAt", json!("soon"), "snapshot: broken at state.inbox[0].message.sentAt"),
        (
            "/state/faults/next/0/fault/status",
            json!(99),
            "snapshot: broken at state.faults: expected a status from 200 to 599",
        ),
    ] {
        let mut broken = before.clone();
        *broken.pointer_mut(pointer).unwrap() = value;
        let answer = desk.control("PUT", "snapshot", broken);
        assert_eq!((answer.status, answer.message()), (422, message), "{pointer}");
        assert_eq!(snapshot(&mut desk), before, "{pointer}");
    }
    for nonsense in [json!(null), json!([]), json!({}), json!("snapshot")] {
        assert_eq!(desk.control("PUT", "snapshot", nonsense.clone()).status, 422, "{nonsense}");
    }
}

#[test]
fn a_snapshot_that_lacks_something_or_has_too_much_is_refused() {
    let mut desk = lived_in();
    let before = snapshot(&mut desk);
    for name in before["state"].as_object().unwrap().keys() {
        let mut broken = before.clone();
        broken["state"].as_object_mut().unwrap().remove(name);
        assert_eq!(desk.control("PUT", "snapshot", broken).status, 422, "{name}");
    }
    let mut broken = before.clone();
    broken["state"]["extra"] = json!(1);
    assert_eq!(desk.control("PUT", "snapshot", broken).status, 422);
    assert_eq!(snapshot(&mut desk), before);
}

/// Something that a test or a person may do, in no sensible order.
#[derive(Clone, Debug)]
enum Deed {
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

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        any::<u8>().prop_map(|name| Deed::CreateService(name % 4)),
        any::<(u8, u8)>().prop_map(|(name, number)| Deed::RegisterUser(name % 8, number % 3)),
        Just(Deed::DeleteLastUser),
        any::<bool>().prop_map(Deed::Start),
        any::<bool>().prop_map(Deed::Verify),
        any::<u8>().prop_map(|number| Deed::Attach(number % 3)),
        any::<u8>().prop_map(|number| Deed::Detach(number % 3)),
        (-1_000_000..1_000_000).prop_map(Deed::Advance),
        any::<u8>().prop_map(|chance| Deed::Fault(chance % 4)),
        any::<u8>().prop_map(|number| Deed::TakeMessage(number % 3)),
    ]
}

/// A sandbox with the paths of what was last made in it.
struct Life {
    desk: Desk,
    service: Option<String>,
    user: Option<String>,
    pin: String,
}

impl Life {
    fn lead(desk: Desk, deeds: &[Deed]) -> Desk {
        let mut life = Self { desk, service: None, user: None, pin: "0".to_owned() };
        deeds.iter().for_each(|deed| life.act(deed));
        life.desk
    }

    fn act(&mut self, deed: &Deed) {
        match deed {
            Deed::CreateService(name) => self.create_service(&json!({ "fqdn": format!("{name}.com"), "name": "S" })),
            Deed::RegisterUser(name, number) => {
                self.register_user(
                    &json!({ "id_in_service": name.to_string(), "phone_number": format!("+37255555{number}") }),
                );
            }
            Deed::DeleteLastUser => drop(self.user.take().map(|user| self.call("DELETE", &user, &json!({})))),
            Deed::Start(by_app) => self.start(if *by_app { "totp" } else { "sms" }),
            Deed::Verify(right) => self.verify(*right),
            Deed::Attach(number) => drop(self.desk.control("PUT", &format!("devices/+37255555{number}"), Value::Null)),
            Deed::Detach(number) => {
                self.desk.control("DELETE", &format!("devices/+37255555{number}"), Value::Null);
            }
            Deed::Advance(milliseconds) => {
                self.desk.control("POST", "clock/advance", json!({ "milliseconds": milliseconds }));
            }
            Deed::Fault(chance) => {
                let fault = json!({ "chance": f64::from(*chance) / 8.0, "fault": { "kind": "status", "status": 500 } });
                self.desk.control("POST", "faults/randomly", fault);
            }
            Deed::TakeMessage(number) => {
                self.desk.control("POST", "inbox/next", json!({ "to": format!("+37255555{number}") }));
            }
        }
    }

    fn call(&mut self, method: &str, path: &str, body: &Value) -> Option<String> {
        let answer = self.desk.call(method, path, &body.to_string());
        answer.body["id"].as_str().map(|id| format!("{path}/{id}"))
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
        let sms = self.desk.events().into_iter().rfind(|event| event["event"] == "sms");
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
    fn whatever_happened_a_snapshot_restores_it_and_what_follows(before in proptest::collection::vec(deed(), 0..40), after in proptest::collection::vec(deed(), 0..10)) {
        let mut first = Life::lead(Desk::new(), &before);
        let taken = snapshot(&mut first);
        let mut second = Desk::exactly(&json!({}));
        prop_assert_eq!(second.control("PUT", "snapshot", taken.clone()).status, 204);
        prop_assert_eq!(snapshot(&mut second), taken);
        let (mut first, mut second) = (Life::lead(first, &after), Life::lead(second, &after));
        prop_assert_eq!(snapshot(&mut first), snapshot(&mut second));
    }
}
