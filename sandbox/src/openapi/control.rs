use super::operation::{Operation, QueryParameter};

type Row = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, (u16, Option<&'static str>));

/// The control API: method, path, operation id, summary, request schema, success.
const ROWS: [Row; 32] = [
    ("GET", "/_sandbox/inbox", "listMessages", "Lists the sent SMS messages", None, (200, Some("Messages"))),
    ("DELETE", "/_sandbox/inbox", "clearInbox", "Deletes all SMS messages", None, (204, None)),
    ("POST", "/_sandbox/inbox/next", "claimMessage", CLAIM, Some("Recipient"), (200, Some("NextMessage"))),
    ("GET", "/_sandbox/inbox/next", "waitForMessage", WAIT, None, (200, Some("NextMessage"))),
    (
        "GET",
        "/_sandbox/devices",
        "listDevices",
        "Lists the phone numbers of the devices",
        None,
        (200, Some("PhoneNumbers")),
    ),
    ("PUT", DEVICE, "attachDevice", "Attaches a device to a phone number", None, (200, Some("Device"))),
    ("GET", DEVICE, "getDevice", "Returns a device with its accounts, codes and pushes", None, (200, Some("Device"))),
    ("DELETE", DEVICE, "detachDevice", "Detaches a device", None, (204, None)),
    ("GET", QR_CODE, "getQrCode", "Returns the key URI of an account as a QR code", None, (200, Some("Svg"))),
    ("GET", "/_sandbox/clock", "getClock", "Returns the time", None, (200, Some("Clock"))),
    ("PUT", "/_sandbox/clock", "setClock", "Stops the clock at a time", Some("ClockInput"), (200, Some("Clock"))),
    ("POST", "/_sandbox/clock/advance", "advanceClock", "Advances the clock", Some("Advance"), (200, Some("Clock"))),
    ("POST", "/_sandbox/clock/resume", "resumeClock", "Switches to the system clock", None, (200, Some("Clock"))),
    ("GET", "/_sandbox/faults", "listFaults", "Lists the faults", None, (200, Some("Faults"))),
    ("DELETE", "/_sandbox/faults", "clearFaults", "Deletes all faults", None, (204, None)),
    (
        "POST",
        "/_sandbox/faults/next",
        "addFault",
        "Adds a fault for the next matching requests",
        Some("NextFault"),
        (204, None),
    ),
    (
        "POST",
        "/_sandbox/faults/randomly",
        "addRandomFault",
        "Adds a fault that occurs at random",
        Some("RandomFault"),
        (204, None),
    ),
    (
        "GET",
        "/_sandbox/requests",
        "listRequests",
        "Lists the requests and their statuses",
        None,
        (200, Some("Requests")),
    ),
    ("GET", "/_sandbox/snapshot", "takeSnapshot", "Returns the complete state", None, (200, Some("Snapshot"))),
    ("PUT", "/_sandbox/snapshot", "restoreSnapshot", "Replaces the state", Some("Snapshot"), (204, None)),
    ("POST", "/_sandbox/reset", "reset", "Resets the state", None, (204, None)),
    ("GET", "/_sandbox/profile", "getProfile", "Returns the current profile", None, (200, Some("Profile"))),
    ("PUT", "/_sandbox/profile", "setProfile", "Changes the profile", Some("Profile"), (200, Some("Profile"))),
    (
        "POST",
        "/_sandbox/seed",
        "seed",
        "Creates services, users, devices and fixed PINs, or restores a snapshot",
        Some("Seed"),
        (201, Some("SeededData")),
    ),
    ("GET", "/_sandbox/pins", "getPins", "Returns the fixed PINs", None, (200, Some("FixedPins"))),
    ("PUT", "/_sandbox/pins", "setPins", "Replaces the fixed PINs", Some("FixedPins"), (200, Some("FixedPins"))),
    ("GET", "/_sandbox/spaces", "listSpaces", "Lists the spaces", None, (200, Some("Spaces"))),
    ("DELETE", "/_sandbox/spaces/{space}", "deleteSpace", "Deletes a space", None, (204, None)),
    ("GET", "/_sandbox/settings", "getSettings", "Returns the credentials and limits", None, (200, Some("Settings"))),
    ("GET", "/_sandbox/magic-values", "listMagicValues", "Lists the magic values", None, (200, Some("MagicValues"))),
    ("GET", "/_sandbox/openapi.json", "getOpenApi", "Returns this document", None, (200, Some("OpenApi"))),
    (
        "GET",
        "/_sandbox/events",
        "streamEvents",
        "Streams SMS messages, pushes, requests, resets and restores",
        None,
        (200, Some("Events")),
    ),
];

const DEVICE: &str = "/_sandbox/devices/{phoneNumber}";
const QR_CODE: &str = "/_sandbox/devices/{phoneNumber}/qr-codes/{userId}";
const CLAIM: &str = "Returns the next SMS message to a phone number, each message once; null if there is none";
const WAIT: &str = "Does the same, but waits for a message if there is none; null after the wait";

const TO: QueryParameter = QueryParameter { name: "to", schema: "PhoneNumber", is_required: false };
const REQUIRED_TO: QueryParameter = QueryParameter { is_required: true, ..TO };
const WAIT_MS: QueryParameter = QueryParameter { name: "waitMs", schema: "WaitMs", is_required: false };

pub(super) fn operations() -> impl Iterator<Item = Operation> {
    ROWS.iter().map(|&(method, path, id, summary, body, success)| Operation {
        method,
        path,
        id,
        summary,
        body,
        success,
        errors: errors(method, path, body),
        tag: "sandbox",
        media_type: media_type(success.1),
        query: query(id),
    })
}

fn query(id: &str) -> &'static [QueryParameter] {
    match id {
        "listMessages" => &[TO],
        "waitForMessage" => &[REQUIRED_TO, WAIT_MS],
        _ => &[],
    }
}

fn media_type(schema: Option<&str>) -> &'static str {
    match schema {
        Some("Svg") => "image/svg+xml",
        Some("Events") => "text/event-stream",
        _ => "application/json",
    }
}

/// Returns the error statuses: bodies, phone numbers and the query can be invalid, devices and their accounts can be missing.
fn errors(method: &str, path: &str, body: Option<&str>) -> Vec<u16> {
    let has_phone_number = path.starts_with(DEVICE);
    let may_be_invalid = body.is_some()
        || has_phone_number
        || (method == "GET" && path.starts_with("/_sandbox/inbox"))
        || path.starts_with("/_sandbox/spaces/");
    let may_be_missing = has_phone_number && method == "GET";
    let statuses = [
        (422, may_be_invalid),
        (404, may_be_missing),
        (409, path == "/_sandbox/seed" || (method == "GET" && path == "/_sandbox/inbox/next")),
    ];
    statuses.into_iter().filter_map(|(status, applies)| applies.then_some(status)).collect()
}
