//! Services and users created from a known id, without a request.

use verigator::{Service, User};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::fixtures::client;

#[wasm_bindgen_test]
fn a_service_created_from_an_id_has_no_other_fields() {
    let (verigator, calls) = client("calls.push(url)");
    for service in [verigator.service(&"s1".into()), Service::new(&"s1".into(), &verigator)] {
        let service = service.unwrap();
        assert_eq!((service.id(), service.name(), service.ctime()), ("s1".to_owned(), None, None));
        assert!(service.created_at().is_none());
    }
    assert_eq!(calls.length(), 0);
}

#[wasm_bindgen_test]
fn a_user_created_from_an_id_has_its_id_and_service() {
    let (verigator, calls) = client("calls.push(url)");
    let service = verigator.service(&"s1".into()).unwrap();
    for user in [service.user(&"u1".into()), User::new(&service, &"u1".into())] {
        let user = user.unwrap();
        assert_eq!((user.id(), user.username(), user.ctime()), ("u1".to_owned(), None, None));
        assert_eq!(user.service().id(), "s1");
    }
    assert_eq!(calls.length(), 0);
}
