"""The older client `messente-python`, unmodified. It sends GET, and interprets each reply."""

from control import NUMBER, PASSWORD, URL, USERNAME, advance, control, fault_next, last_pin, report, wrong
from messente.api.sms import Messente

api = Messente(username=USERNAME, password=PASSWORD, urls=URL).number_verification


def start(validate=True, **options):
    return api.send_pin({"to": NUMBER, **options}, validate=validate)


def verify(verification_id, pin):
    return api.verify_pin({"verification_id": verification_id, "pin": pin})


def error_of(response):
    return [response.is_ok(), response.error_code, response.error_msg]


verification_id = start(template="Code <PIN>, õ & +", max_tries=1).get_verification_id()
message = control("GET", "inbox")["messages"][-1]
rejected, accepted = verify(verification_id, wrong(last_pin())), verify(verification_id, last_pin())
report(
    text=message["text"].replace(message["pin"], "<PIN>"),
    wrong=[rejected.is_invalid(), rejected.is_verified()],
    right=[accepted.is_invalid(), accepted.is_verified()],
    again=error_of(verify(verification_id, last_pin())),
)

verification_id = start(max_tries=1).get_verification_id()
report(throttled=[verify(verification_id, wrong(last_pin())).is_throttled() for _ in range(6)][-1])

verification_id = start(validity=60, max_tries=3, retry_delay=20).get_verification_id()
advance(60_000)
report(expired=verify(verification_id, last_pin()).is_expired(), sent_by_itself=len(control("GET", "inbox")["messages"]))

report(
    template=error_of(start(validate=False, template="no placeholder")),
    sender=error_of(start(**{"from": "Nobody"})),
    unknown=error_of(verify("vid99999999999999", "1234")),
    failed=error_of(start(to="+999000000209")),
    failed_as_documented=error_of(start(to="+999000001209")),
)

fault_next({"kind": "status", "status": 503, "body": "busy"})
failed = start()
report(http_error=[failed.is_replied(), failed.is_ok()])

# The configuration is global: from here on all clients use these credentials.
report(credentials=error_of(Messente(username=USERNAME, password="wrong", urls=URL).number_verification.send_pin({"to": NUMBER})))
