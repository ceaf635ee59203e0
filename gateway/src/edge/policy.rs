//! The operator's policy, as options of JavaScript.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use super::member;
use crate::Policy;

/// Checks a policy, all of whose fields may be left out, and gives it as a row.
#[wasm_bindgen(js_name = policyRow)]
pub fn policy_row(policy: &JsValue) -> Result<String, JsError> {
    let limits = ["sendsPerUser", "sendsPerAddress", "sendsInAll"].map(|name| member(policy, name));
    let [[user, user_s], [address, address_s], [all, all_s]] =
        limits.map(|limit| [number(&limit, "count"), number(&limit, "seconds")]);
    let lock_out = member(policy, "lockOut");
    let [failures, lock_s] = ["failures", "seconds"].map(|name| number(&lock_out, name));
    let [attempts, life_s] = ["maxAttempts", "authenticationSeconds"].map(|name| number(policy, name));
    let numbers = [attempts, user, user_s, address, address_s, all, all_s, failures, lock_s, life_s];
    Ok(Policy::from_numbers(&numbers, cool_downs(policy).as_deref())?.to_row())
}

fn cool_downs(policy: &JsValue) -> Option<Vec<f64>> {
    let list = member(policy, "resendCoolDownSeconds");
    match list.dyn_ref::<Array>() {
        Some(list) => Some(list.iter().map(|wait| to_number(&wait)).collect()),
        None => (!list.is_undefined()).then(|| vec![f64::INFINITY]),
    }
}

fn number(object: &JsValue, name: &str) -> f64 {
    to_number(&member(object, name))
}

/// Takes what is undefined to NaN, which stands for the default, and what is no number to one that no limit can be.
fn to_number(value: &JsValue) -> f64 {
    let number = value.as_f64().filter(|number| !number.is_nan());
    number.unwrap_or(if value.is_undefined() { f64::NAN } else { f64::INFINITY })
}
