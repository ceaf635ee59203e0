use super::operation::Operation;

type Row = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, (u16, Option<&'static str>));

/// The control API: method, path, operation id, summary, request schema, success.
const ROWS: [Row; 27] = [
    ("GET", "/_sandbox/inbox", "listMessages", "Lists the sent SMS messages", None, (200, Some("Messages"))),
    ("DELETE", "/_sandbox/inbox", "clearInbox", "Deletes all SMS messages", None, (204, None)),
    ("POST", "/_sandbox/inbox/next", "claimMessage", CLAIM, Some("Recipient"), (200, Some("NextMessage"))),
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
    ("POST", "/_sandbox/seed-data", "seed", "Creates services and users", Some("SeedData"), (201, Some("CreatedData"))),
    ("GET", "/_sandbox/settings", "getSettings", "Returns the credentials and limits", None, (200, Some("Settings"))),
    ("GET", "/_sandbox/magic-values", "listMagicValues", "Lists the magic values", None, (200, Some("MagicValues"))),
    ("GET", "/_sandbox/openapi.json", "getOpenApi", "Returns this document", None, (200, Some("OpenApi"))),
    (
        "GET",
        "/_sandbox/events",
        "streamEvents",
        "Streams SMS messages, pushes, requests and resets",
        None,
        (200, Some("Events")),
    ),
];

const DEVICE: &str = "/_sandbox/devices/{phoneNumber}";
const QR_CODE: &str = "/_sandbox/devices/{phoneNumber}/qr-codes/{userId}";
const CLAIM: &str = "Returns the next SMS message to a phone number, each message once; null if there is none";

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
        query: (id == "listMessages").then_some("to"),
    })
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
    let may_be_invalid = body.is_some() || has_phone_number || (method == "GET" && path == "/_sandbox/inbox");
    let may_be_missing = has_phone_number && method == "GET";
    let statuses = [(422, may_be_invalid), (404, may_be_missing), (409, path == "/_sandbox/seed-data")];
    statuses.into_iter().filter_map(|(status, applies)| applies.then_some(status)).collect()
}
