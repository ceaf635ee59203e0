//! Handles on what is known by its id: nothing is sent to make them.

use js_sys::Reflect;
use verigator::Verigator;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn handle_on_a_service_has_its_id_and_nothing_else() {
    let service = verigator().service(&"some-id".into()).unwrap();
    assert_eq!((service.id(), service.name(), service.ctime()), ("some-id".to_owned(), None, None));
}

#[wasm_bindgen_test]
fn client_without_credentials_is_refused() {
    let refused = Verigator::new(&"".into(), &"".into(), &JsValue::UNDEFINED).err().unwrap();
    assert_eq!(Reflect::get(&refused, &"code".into()).unwrap(), "invalid_invocation");
}

/// A client that may be made anywhere, since its host is loopback.
fn verigator() -> Verigator {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"baseUrl".into(), &"http://localhost".into()).unwrap();
    Verigator::new(&"username".into(), &"password".into(), &options).unwrap()
}
