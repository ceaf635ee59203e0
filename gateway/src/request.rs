//! What a request has to look like before anything is done for it.

use std::net::{IpAddr, Ipv6Addr};

/// How many bytes a body may have.
pub const MAX_BODY_BYTES: usize = 4096;

/// The longest user id, address and PIN that are looked at. Ids are UUIDs in every sample, PINs have six digits or so.
const MAX_USER_ID: usize = 256;
const MAX_ADDRESS: usize = 64;
const MAX_PIN: usize = 64;

/// Tells whether a `Content-Type` means JSON. Anything else is what a form or a `no-cors` request of another site could send.
pub fn is_json(content_type: Option<&str>) -> bool {
    let essence = content_type.and_then(|text| text.split(';').next()).unwrap_or("");
    essence.trim_matches([' ', '\t']).eq_ignore_ascii_case("application/json")
}

/// Tells whether text can be a user's id: printable ASCII without what means something in a path, a header or a key.
pub fn is_user_id(text: &str) -> bool {
    let harmless = |byte: u8| byte.is_ascii_graphic() && !b"/\\%?#\"<>".contains(&byte);
    (1..=MAX_USER_ID).contains(&text.len()) && text.bytes().all(harmless) && text != "." && text != ".."
}

/// Tells whether text can be a PIN at all; whether it is one is the API's to say.
pub fn is_pin(text: &str) -> bool {
    (1..=MAX_PIN).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Gives the address that sends are counted for, none where the text is no IP address.
///
/// Of IPv6 it is the network: whoever has one address there has all 2^64 of its /64.
pub fn address(text: &str) -> Option<String> {
    let text = text.get(..text.len().min(MAX_ADDRESS))?;
    match text.trim().parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(address) => Some(address.to_string()),
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            Some(format!("{}/64", Ipv6Addr::from(network)))
        }
    }
}
