use super::context::Context;
use crate::api_error::ApiError;
use crate::http::Response;
use crate::spaces::SpaceName;
use serde_json::json;

/// Handles `spaces`, which lists the spaces, and `spaces/NAME`, which deletes one. Both exist only at the root.
pub(super) fn handle(context: &mut Context<'_>, path: &[&str], method: &str) -> Result<Response, ApiError> {
    let spaces = context.spaces.as_deref_mut().ok_or_else(|| ApiError::not_found("path"))?;
    match (path, method) {
        (["spaces"], "GET") => Ok(Response::json(200, &json!({ "spaces": spaces.list() }))),
        (["spaces", name], "DELETE") => {
            spaces.delete(&SpaceName::parse(name)?);
            Ok(Response::empty(204))
        }
        (["spaces"], _) => Err(ApiError::MethodNotAllowed("GET")),
        (["spaces", _], _) => Err(ApiError::MethodNotAllowed("DELETE")),
        _ => Err(ApiError::not_found("path")),
    }
}
