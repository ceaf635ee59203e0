"""The client `messente-api`, unmodified. It returns the text of each reply."""

from control import NUMBER, PASSWORD, URL, USERNAME, advance, control, fault_next, last_pin, report, wrong
from messente_api import ApiClient, Configuration, NumberVerificationApi
from messente_api.exceptions import ApiException

# Without the second option, the client ignores the host for these calls.
api = NumberVerificationApi(ApiClient(Configuration(host=URL, ignore_operation_servers=True)))


def start(password=PASSWORD, to=NUMBER, **options):
    return api.verify_number(username=USERNAME, password=password, to=to, **options)


def verify(verification_id, pin, **options):
    return api.verify_pin(username=USERNAME, password=PASSWORD, verification_id=verification_id, pin=pin, **options)


def start_id(**options):
    return start(**options).removeprefix("OK ")


verification_id = start_id(template="Code <PIN>, õ & +", pin_length="6", max_tries="1", cookie="secret")
message = control("GET", "inbox")["messages"][-1]
report(
    text=message["text"].replace(message["pin"], "<PIN>"),
    digits=len(message["pin"]),
    wrong=verify(verification_id, wrong(last_pin())),
    right=verify(verification_id, last_pin(), cookie="secret"),
    again=verify(verification_id, last_pin()),
    known_device=start(cookie="secret"),
)

verification_id = start_id(max_tries="1")
report(throttled=[verify(verification_id, wrong(last_pin())) for _ in range(6)][-1])

verification_id = start_id(validity="60", max_tries="3", retry_delay="20")
advance(60_000)
report(expired=verify(verification_id, last_pin()), sent_by_itself=len(control("GET", "inbox")["messages"]))

report(
    credentials=start(password="wrong"),
    number=start(to="none"),
    template=start(template="no placeholder"),
    sender=start(var_from="Nobody"),
    unknown=verify("vid99999999999999", "1234"),
    failed=start(to="+999000000209"),
)

fault_next({"kind": "status", "status": 503, "body": "busy"})
try:
    start()
except ApiException as error:
    report(exception=[type(error).__name__, error.status])
