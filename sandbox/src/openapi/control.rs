use crate::openapi::operation::Operation;

type Row = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, (u16, Option<&'static str>));

/// The control API: method, path, operation, summary, body, success.
const ROWS: [Row; 27] = [
    ("GET", "/_sandbox/inbox", "listMessages", "Shows the SMS that were sent", None, (200, Some("Messages"))),
    ("DELETE", "/_sandbox/inbox", "clearInbox", "Forgets all SMS", None, (204, None)),
    ("POST", "/_sandbox/inbox/next", "takeMessage", TAKE, Some("Recipient"), (200, Some("NextMessage"))),
    ("GET", "/_sandbox/devices", "listDevices", "Shows which numbers have the app", None, (200, Some("PhoneNumbers"))),
    ("PUT", DEVICE, "attachDevice", "Gives a number a phone with the app", None, (200, Some("Device"))),
    ("GET", DEVICE, "getDevice", "Shows a phone: its accounts, codes and pushes", None, (200, Some("Device"))),
    ("DELETE", DEVICE, "detachDevice", "Takes a phone away", None, (204, None)),
    ("GET", QR_CODE, "getQrCode", "Draws the key URI of an account as a QR code", None, (200, Some("Svg"))),
    ("GET", "/_sandbox/clock", "getClock", "Shows the time", None, (200, Some("Clock"))),
    ("PUT", "/_sandbox/clock", "setClock", "Stops the clock at a time", Some("ClockInput"), (200, Some("Clock"))),
    ("POST", "/_sandbox/clock/advance", "advanceClock", "Moves the clock", Some("Advance"), (200, Some("Clock"))),
    ("POST", "/_sandbox/clock/resume", "resumeClock", "Goes back to the machine's clock", None, (200, Some("Clock"))),
    ("GET", "/_sandbox/faults", "listFaults", "Shows the faults that wait", None, (200, Some("Faults"))),
    ("DELETE", "/_sandbox/faults", "clearFaults", "Forgets all faults", None, (204, None)),
    ("POST", "/_sandbox/faults/next", "addFault", "Lets the next requests fail", Some("NextFault"), (204, None)),
    (
        "POST",
        "/_sandbox/faults/randomly",
        "addRandomFault",
        "Lets requests fail by chance",
        Some("RandomFault"),
        (204, None),
    ),
    (
        "GET",
        "/_sandbox/requests",
        "listRequests",
        "Shows the requests that were answered",
        None,
        (200, Some("Requests")),
    ),
    ("GET", "/_sandbox/snapshot", "takeSnapshot", "Shows the whole state", None, (200, Some("Snapshot"))),
    (
        "PUT",
        "/_sandbox/snapshot",
        "restoreSnapshot",
        "Puts a state in place of this one",
        Some("Snapshot"),
        (204, None),
    ),
    ("POST", "/_sandbox/reset", "reset", "Forgets everything", None, (204, None)),
    ("GET", "/_sandbox/profile", "getProfile", "Shows which behaviour is played", None, (200, Some("Profile"))),
    (
        "PUT",
        "/_sandbox/profile",
        "setProfile",
        "Changes which behaviour is played",
        Some("Profile"),
        (200, Some("Profile")),
    ),
    (
        "POST",
        "/_sandbox/seed-data",
        "plantSeedData",
        "Makes services and users",
        Some("SeedData"),
        (201, Some("SeededData")),
    ),
    ("GET", "/_sandbox/settings", "getSettings", "Shows the credentials and limits", None, (200, Some("Settings"))),
    ("GET", "/_sandbox/magic-values", "listMagicValues", "Shows the magic values", None, (200, Some("MagicValues"))),
    ("GET", "/_sandbox/openapi.json", "getOpenApi", "Shows this document", None, (200, Some("OpenApi"))),
    (
        "GET",
        "/_sandbox/events",
        "streamEvents",
        "Tells of SMS, pushes, requests and resets",
        None,
        (200, Some("Events")),
    ),
];

const DEVICE: &str = "/_sandbox/devices/{phoneNumber}";
const QR_CODE: &str = "/_sandbox/devices/{phoneNumber}/qr-codes/{userId}";
const TAKE: &str = "Takes the next SMS to a number that nobody took yet; null where there is none";

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

/// Bodies, phone numbers and the query can be wrong; devices and their accounts can be missing.
fn errors(method: &str, path: &str, body: Option<&str>) -> Vec<u16> {
    let has_number = path.starts_with(DEVICE);
    let may_be_wrong = body.is_some() || has_number || (method == "GET" && path == "/_sandbox/inbox");
    let may_be_missing = has_number && method == "GET";
    let statuses = [(422, may_be_wrong), (404, may_be_missing), (409, path == "/_sandbox/seed-data")];
    statuses.into_iter().filter_map(|(status, applies)| applies.then_some(status)).collect()
}
