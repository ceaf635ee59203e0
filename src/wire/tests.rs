use proptest::prelude::*;
use serde_json::Value;

use super::{Json, Status, object};

/// JSON on the host, so that the decoders are tested without a JS engine.
impl Json for Value {
    fn member(&self, name: &str) -> Option<Value> {
        self.as_object()?.get(name).filter(|value| !value.is_null()).cloned()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn whole_number(&self) -> Option<u32> {
        self.as_u64()?.try_into().ok()
    }

    fn items(&self) -> Option<Vec<Value>> {
        self.as_array().cloned()
    }

    fn describe(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

#[test]
fn reason_is_the_strongest_that_any_field_names_for_each_combination_of_fields() {
    let flags = [None, Some(false), Some(true)];
    let results = [None, Some("THROTTLED"), Some("EXPIRED"), Some("INVALID"), Some("MELTED"), Some("")];
    let mut combinations = 0;
    for throttled in flags {
        for expired in flags {
            for invalid in flags {
                for result in results {
                    let named: Vec<String> = [("throttled", throttled), ("expired", expired), ("invalid", invalid)]
                        .iter()
                        .filter(|(_, flag)| *flag == Some(true))
                        .map(|(name, _)| (*name).to_owned())
                        .chain(result.map(str::to_lowercase))
                        .collect();
                    let strongest = ["throttled", "expired", "invalid"]
                        .into_iter()
                        .find(|reason| named.iter().any(|name| name == reason))
                        .unwrap_or("unknown");
                    let status = Status { throttled, expired, invalid, result: result.map(str::to_owned) };
                    assert_eq!(status.reason(), strongest, "{status:?}");
                    combinations += 1;
                }
            }
        }
    }
    assert_eq!(combinations, 162);
}

#[test]
fn result_is_read_in_any_case() {
    let status = Status { result: Some("Expired".to_owned()), ..Status::default() };
    assert_eq!(status.reason(), "expired");
}

#[test]
fn a_body_holds_its_members_in_their_order() {
    assert_eq!(object(&[("b", "1"), ("a", "2")]), r#"{"b":"1","a":"2"}"#);
    assert_eq!(object(&[]), "{}");
}

proptest! {
    #[test]
    fn any_text_comes_out_of_a_body_as_it_went_in(name: String, value: String) {
        let parsed: Value = serde_json::from_str(&object(&[(&name, &value)])).unwrap();
        prop_assert_eq!(&parsed[&name], &value);
    }
}
