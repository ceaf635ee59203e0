use crate::http::{Refusal, Request};
use crate::options::Options;
use subtle::ConstantTimeEq;

/// Returns the username of the account whose credentials a request carries.
///
/// `X-Service-Auth: <username>:<password>`; the docs' text says semicolon, their example and every client use a colon.
pub(crate) fn authenticate<'a>(request: &'a Request, options: &Options) -> Result<&'a str, Refusal> {
    let credentials = request.header("x-service-auth").and_then(|header| header.split_once(':'));
    let (username, password) = credentials.ok_or_else(Refusal::wrong_credentials)?;
    let known = options.accounts.get(username).ok_or_else(Refusal::wrong_credentials)?;
    if bool::from(known.as_bytes().ct_eq(password.as_bytes())) {
        Ok(username)
    } else {
        Err(Refusal::wrong_credentials())
    }
}
