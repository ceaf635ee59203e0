"""What both programs share: the server's control API, and the output that the test reads."""

import json
import sys
import urllib.request

URL, USERNAME, PASSWORD = sys.argv[1:]
NUMBER = "+46701740605"


def control(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/_sandbox/{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read() or "null")


def last_pin():
    return control("GET", "inbox")["messages"][-1]["pin"]


def wrong(pin):
    # Without a zero at its start: the older client refuses PINs that are zero as a number.
    return "".join(str(int(digit) % 9 + 1) for digit in pin)


def advance(milliseconds):
    control("POST", "clock/advance", {"milliseconds": milliseconds})


def fault_next(fault):
    control("POST", "faults/next", {"fault": fault})


def report(**results):
    print(json.dumps(results))
