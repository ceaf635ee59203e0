//! The operator's options.

use js_sys::{Array, TypeError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::Policy;
use crate::wasm::values;

/// The optional functions.
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
#[wasm_bindgen(js_name = checkOptions)]
pub fn check_options(options: &JsValue) -> Result<(), JsValue> {
    let is_absent = |name| values::property(options, name).is_undefined();
    expect(values::property(options, "identify").is_function(), "identify: expected a function")?;
    for name in HOOKS {
        let is_function = values::property(options, name).is_function();
        expect(is_absent(name) || is_function, &format!("{name}: expected a function"))?;
    }
    let apply = values::property(&values::property(options, "limits"), "apply");
    expect(apply.is_function(), "limits: expected a store such as memoryLimits()")?;
    let base_path = values::property(options, "basePath").as_string();
    let is_path = base_path.as_deref().is_some_and(is_base_path);
    expect(is_absent("basePath") || is_path, "basePath: expected a path such as /2fa")?;
    let is_list = is_list_of_origins(&values::property(options, "allowedOrigins"));
    expect(is_absent("allowedOrigins") || is_list, "allowedOrigins: expected origins such as https://www.example.com")
}

/// Parses the policy's JSON, and returns it with the defaults of absent fields.
#[wasm_bindgen(js_name = completePolicy)]
pub fn complete_policy(policy: &str) -> Result<String, JsError> {
    values::to_json(&Policy::from_options(policy)?)
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
