//! The operator's options.

use js_sys::{Array, Object, Reflect, TypeError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::request;

/// The optional functions.
const HOOKS: [&str; 8] =
    ["onVerified", "challenge", "now", "address", "destination", "phoneNumber", "onEvent", "onError"];
/// The other options.
const VALUES: [&str; 11] = [
    "verigator",
    "serviceId",
    "numberVerification",
    "verifyNumber",
    "allowedPrefixes",
    "identify",
    "limits",
    "policy",
    "basePath",
    "allowedOrigins",
    "timeoutMs",
];

/// The longest delay of a timer.
const MAX_TIMEOUT_MS: f64 = 2_147_483_647.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, catch, js_class = URL)]
    fn new(text: &str) -> Result<Url, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn origin(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn protocol(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn host(this: &Url) -> String;
}

/// The names of all options.
#[wasm_bindgen(js_name = optionNames)]
pub fn option_names() -> Vec<String> {
    VALUES.into_iter().chain(HOOKS).map(str::to_owned).collect()
}

/// Throws a `TypeError` that names the option that can't be used, and says what was expected. `passed` is the caller's object, `options` what was read
/// of it by name.
#[wasm_bindgen(js_name = checkOptions)]
pub fn check_options(passed: &JsValue, options: &JsValue) -> Result<(), JsValue> {
    expect(passed.is_object(), "options: expected an object")?;
    check_names(passed)?;
    check_limits(&property(options, "limits"))?;
    check_client(options)?;
    expect(property(options, "identify").is_function(), "identify: expected a function")?;
    for name in HOOKS {
        let hook = property(options, name);
        expect(hook.is_undefined() || hook.is_function(), &format!("{name}: expected a function"))?;
    }
    let policy = property(options, "policy");
    let is_policy = policy.is_undefined() || (policy.is_object() && !policy.is_function());
    expect(is_policy, "policy: expected an object of limits")?;
    let base_path = property(options, "basePath");
    let is_path = base_path.as_string().as_deref().is_some_and(is_base_path);
    expect(base_path.is_undefined() || is_path, "basePath: expected a path such as /2fa")?;
    let origins = property(options, "allowedOrigins");
    let message = "allowedOrigins: expected a list of origins such as https://www.example.com or capacitor://localhost, \
                   each without a path, and never null";
    expect(origins.is_undefined() || is_list_of_origins(&origins), message)?;
    let timeout = property(options, "timeoutMs");
    let is_timeout = timeout.as_f64().is_some_and(|time| (1.0..=MAX_TIMEOUT_MS).contains(&time));
    expect(timeout.is_undefined() || is_timeout, "timeoutMs: expected milliseconds, 1 or more")
}

/// Refuses misspelled names. An instance of a class may have other fields: its options are often on its prototype.
fn check_names(options: &JsValue) -> Result<(), JsValue> {
    let prototype = Object::get_prototype_of(options);
    let is_instance = property(&prototype, "constructor") != property(&Object::new(), "constructor");
    if is_instance {
        return Ok(());
    }
    for name in Object::keys(options.unchecked_ref::<Object>()).iter().filter_map(|name| name.as_string()) {
        let is_known = VALUES.contains(&name.as_str()) || HOOKS.contains(&name.as_str());
        let known = [VALUES.as_slice(), HOOKS.as_slice()].concat().join(", ");
        expect(is_known, &format!("{name}: unknown option, expected one of {known}"))?;
    }
    Ok(())
}

/// The options that only a gateway of Number Verification has.
const OF_NUMBER_VERIFICATION: [&str; 3] = ["phoneNumber", "verifyNumber", "allowedPrefixes"];

/// Checks the client, of which there has to be exactly one, and the options that belong to its API.
fn check_client(options: &JsValue) -> Result<(), JsValue> {
    let (verigator, numbers) = (property(options, "verigator"), property(options, "numberVerification"));
    let service_id = property(options, "serviceId");
    let is_id = service_id.as_string().as_deref().is_some_and(request::is_user_id);
    if numbers.is_undefined() {
        let is_client = property(&verigator, "service").is_function();
        expect(
            is_client,
            "verigator: expected a client, new Verigator(username, password), or else numberVerification, \
             new NumberVerification(username, password)",
        )?;
        expect(is_id, "serviceId: expected the id of a service, as createService returns it")?;
        for name in OF_NUMBER_VERIFICATION {
            let message = format!("{name}: expected it with numberVerification only, got it with verigator");
            expect(property(options, name).is_undefined(), &message)?;
        }
        return Ok(());
    }
    expect(
        verigator.is_undefined(),
        "numberVerification: expected one client, got verigator too; create a gateway for each API",
    )?;
    let is_client = property(&numbers, "verifyNumber").is_function() && property(&numbers, "verifyPin").is_function();
    let message = "numberVerification: expected a client, new NumberVerification(username, password)";
    expect(is_client && !property(&numbers, "service").is_function(), message)?;
    let message = "serviceId: expected none, or that of a gateway of Verigator whose limits are shared";
    expect(service_id.is_undefined() || is_id, message)?;
    let message = "phoneNumber: expected a function that returns the number of a user, in E.164";
    expect(property(options, "phoneNumber").is_function(), message)?;
    let prefixes = property(options, "allowedPrefixes");
    let message = "allowedPrefixes: expected a list of prefixes in E.164, such as +372";
    expect(prefixes.is_undefined() || is_list_of_prefixes(&prefixes), message)
}

fn is_list_of_prefixes(value: &JsValue) -> bool {
    let is_prefix = |prefix: JsValue| prefix.as_string().as_deref().is_some_and(crate::is_prefix);
    value.dyn_ref::<Array>().is_some_and(|list| list.length() > 0 && list.iter().all(is_prefix))
}

fn check_limits(limits: &JsValue) -> Result<(), JsValue> {
    expect(!limits.is_function(), "limits: expected a store, got a function; call it, as in memoryLimits()")?;
    let is_store = property(limits, "apply").is_function();
    expect(is_store, "limits: expected a store such as memoryLimits()")
}

pub(super) fn expect(is_good: bool, message: &str) -> Result<(), JsValue> {
    is_good.then_some(()).ok_or_else(|| TypeError::new(message).into())
}

fn is_base_path(text: &str) -> bool {
    let has_dots = text.split('/').any(|segment| segment == "." || segment == "..");
    text.starts_with('/')
        && !has_dots
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./~".contains(&byte))
}

fn is_list_of_origins(value: &JsValue) -> bool {
    value.dyn_ref::<Array>().is_some_and(|list| list.iter().all(|origin| origin.as_string().is_some_and(is_origin)))
}

/// Whether text is an origin as a browser or an app sends it. `null` is that of pages of any site.
#[allow(clippy::needless_pass_by_value, reason = "an item of an array is copied out of it")]
fn is_origin(text: String) -> bool {
    // A host may contain an asterisk, but no browser sends one.
    !text.contains('*') && Url::new(&text).is_ok_and(|url| url.origin() == text || is_app_origin(&url, &text))
}

/// Whether text is the origin of an app or a browser extension. URLs of other schemes have no origin by the URL Standard, so it is the scheme and the
/// host. Every file of a device shares the scheme `file`.
fn is_app_origin(url: &Url, text: &str) -> bool {
    let (scheme, host) = (url.protocol(), url.host());
    url.origin() == "null" && scheme != "file:" && !host.is_empty() && [&scheme, "//", &host].concat() == text
}

/// Reads a property, undefined if there is none or its getter throws.
pub(super) fn property(object: &JsValue, name: &str) -> JsValue {
    // Only a value that is no object throws; its properties are undefined like those of an empty one.
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Whether text is an IP address.
#[wasm_bindgen(js_name = isAddress)]
pub fn is_address(text: &str) -> bool {
    crate::is_address(text)
}

/// Whether an id is a UUID, in any spelling.
#[wasm_bindgen(js_name = isUuid)]
pub fn is_uuid(id: &str) -> bool {
    request::canonical_uuid(id).is_some()
}
