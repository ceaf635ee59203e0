use serde_json::{Map, Value, json};

/// An operation of the document.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    /// The schema of the request body.
    pub(super) body: Option<&'static str>,
    /// The success status and the schema of its body.
    pub(super) success: (u16, Option<&'static str>),
    /// The statuses of errors, whose body is a message.
    pub(super) errors: Vec<u16>,
    /// The API that the operation belongs to. Only the Verigator API requires credentials.
    pub(super) tag: &'static str,
    /// The media type of the success body.
    pub(super) media_type: &'static str,
    pub(super) query: &'static [QueryParameter],
}

/// A parameter in the query.
#[derive(Debug)]
pub(super) struct QueryParameter {
    pub(super) name: &'static str,
    pub(super) schema: &'static str,
    pub(super) is_required: bool,
}

impl QueryParameter {
    fn to_json(&self) -> Value {
        let Self { name, schema, is_required } = self;
        json!({ "name": name, "in": "query", "required": is_required, "schema": reference(schema) })
    }
}

impl Operation {
    pub(super) fn to_json(&self) -> Value {
        let body = self.body.map(|schema| json!({ "required": true, "content": content("application/json", schema) }));
        let parameters: Vec<Value> = self.query.iter().map(QueryParameter::to_json).collect();
        let parameters = (!parameters.is_empty()).then_some(Value::Array(parameters));
        let security = (self.tag == "verigator").then(|| json!([{ "account": [] }]));
        let required = [
            ("operationId", json!(self.id)),
            ("summary", json!(self.summary)),
            ("tags", json!([self.tag])),
            ("responses", self.responses()),
        ];
        let optional = [("requestBody", body), ("parameters", parameters), ("security", security)];
        let optional = optional.into_iter().filter_map(|(name, value)| Some((name, value?)));
        required.into_iter().chain(optional).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Returns the parameters in the path.
    pub(super) fn path_parameters(&self) -> Vec<Value> {
        let names = self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let schema = |name: &str| match name {
            "phoneNumber" => reference("PhoneNumber"),
            "space" => reference("SpaceName"),
            _ => reference("Id"),
        };
        names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": schema(name) })).collect()
    }

    fn responses(&self) -> Value {
        let (status, schema) = self.success;
        let mut responses = Map::new();
        let success = match schema {
            Some(schema) => json!({ "description": "success", "content": content(self.media_type, schema) }),
            None => json!({ "description": "success" }),
        };
        responses.insert(status.to_string(), success);
        for status in &self.errors {
            let error = json!({ "description": "error", "content": content("application/json", "Error") });
            responses.entry(status.to_string()).or_insert(error);
        }
        if self.tag == "verigator" {
            responses.insert("302".to_owned(), json!({ "description": "redirect by a magic value or a fault" }));
        }
        Value::Object(responses)
    }
}

fn content(media_type: &str, schema: &str) -> Value {
    json!({ media_type: { "schema": reference(schema) } })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}
