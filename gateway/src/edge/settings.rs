//! The operator's options but for the policy: whether they can be used.

use js_sys::{Array, TypeError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::member;

/// What may be left out.
const HOOKS: [&str; 5] = ["onVerified", "challenge", "now", "address", "onError"];

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, catch, js_class = URL)]
    fn new(text: &str) -> Result<Url, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn origin(this: &Url) -> String;
}

/// Throws a `TypeError` that names the option that can't be used, and says what was expected.
#[wasm_bindgen(js_name = checkSettings)]
pub fn check_settings(options: &JsValue) -> Result<(), JsValue> {
    let is_absent = |name| member(options, name).is_undefined();
    expect(member(options, "identify").is_function(), "identify: expected a function")?;
    for name in HOOKS {
        expect(is_absent(name) || member(options, name).is_function(), &format!("{name}: expected a function"))?;
    }
    let apply = member(&member(options, "limits"), "apply");
    expect(apply.is_function(), "limits: expected a store, memoryLimits() say")?;
    let base_path = member(options, "basePath").as_string();
    let is_path = base_path.as_deref().is_some_and(is_base_path);
    expect(is_absent("basePath") || is_path, "basePath: expected a path such as /2fa")?;
    let is_list = is_list_of_origins(&member(options, "allowedOrigins"));
    expect(is_absent("allowedOrigins") || is_list, "allowedOrigins: expected origins such as https://www.example.com")
}

fn expect(is_good: bool, message: &str) -> Result<(), JsValue> {
    is_good.then_some(()).ok_or_else(|| TypeError::new(message).into())
}

fn is_base_path(text: &str) -> bool {
    text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./~".contains(&byte))
}

fn is_list_of_origins(value: &JsValue) -> bool {
    let is_origin = |text: String| Url::new(&text).is_ok_and(|url| url.origin() == text);
    value.dyn_ref::<Array>().is_some_and(|list| list.iter().all(|origin| origin.as_string().is_some_and(is_origin)))
}
