import json
import os
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

SERVER = os.environ.get("SANDBOX_URL", "http://127.0.0.1:8787")
SPACE = f"{SERVER}/spaces/pytest-{os.getpid()}"


def send(method, url, body=None):
    headers = {"X-Service-Auth": "sandbox:sandbox", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, headers, method=method)) as response:
        text = response.read()
        return json.loads(text) if text else None


@pytest.fixture(autouse=True)
def sandbox():
    send("POST", f"{SPACE}/_sandbox/reset")


@pytest.fixture(scope="session", autouse=True)
def space():
    yield
    send("DELETE", SPACE.replace("/spaces/", "/_sandbox/spaces/"))


def test_user_is_verified_by_the_pin_from_the_sms():
    services = f"{SPACE}/v1/service/service"
    service = send("POST", services, {"fqdn": "coffeeshop.com", "name": "Coffee Shop"})
    users = f"{services}/{service['id']}/users"
    user = send("POST", users, {"id_in_service": "ann@example.com", "phone_number": "+46701740605"})
    send("POST", f"{users}/{user['id']}/auth", {"method": "sms"})

    number = quote("+46701740605")
    message = send("GET", f"{SPACE}/_sandbox/inbox/next?to={number}&waitMs=30000")["message"]
    assert send("PUT", f"{users}/{user['id']}/auth", {"token": message["pin"]})["verified"]
