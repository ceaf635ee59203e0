//! The endpoints for services.

use super::decode::{Decoded, Json, optional_ctime, required_id, required_text};
use super::request::{Id, Operation, Request, SERVICES, service_path};

/// A service, as the API describes it (docs: create-service).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceFields {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) ctime: Option<String>,
}

pub(crate) fn create_service(name: String, fqdn: String) -> Request {
    let request = Request::new(Operation::CreateService, "POST", SERVICES.to_owned());
    request.with([("fqdn", fqdn), ("name", name)])
}

pub(crate) fn get_service(service: &Id) -> Request {
    Request::new(Operation::GetService, "GET", service_path(service))
}

pub(crate) fn delete_service(service: &Id) -> Request {
    Request::new(Operation::DeleteService, "DELETE", service_path(service))
}

impl ServiceFields {
    pub(crate) fn decode(json: &impl Json) -> Decoded<ServiceFields> {
        Ok(ServiceFields { id: required_id(json)?, name: required_text(json, "name")?, ctime: optional_ctime(json) })
    }
}
