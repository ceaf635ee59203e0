use proptest::prelude::*;
use serde_json::Value;

use super::{Status, object};

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
