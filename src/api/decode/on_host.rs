//! JSON as tests and the fuzzer have it.

use serde_json::Value;

use super::Json;

/// Lets the decoders be run without a JS engine.
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

    fn items(self) -> impl Iterator<Item = Value> {
        self.as_array().cloned().unwrap_or_default().into_iter()
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
