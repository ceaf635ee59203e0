"""Offers schemathesis ids, phone numbers and a snapshot that the server knows, and counts the examples that it sends."""

import atexit
import json
from collections import Counter
from functools import lru_cache
from pathlib import Path

import schemathesis
from hypothesis import strategies

# Both files lie in the folder that schemathesis is started in.
PLANTED = json.loads(Path("planted.json").read_text())
TALLY = Path("tally.json")

sent = Counter()


# Made from the document's pattern, a phone number takes a hundred draws, and these were half of all time. The pattern still judges these here.
signs = strategies.text(" ()-", max_size=3)
digits = strategies.text("0123456789", min_size=3, max_size=8)
phone_numbers = strategies.tuples(signs, strategies.just("+"), signs, digits, signs, digits, signs).map("".join)
schemathesis.openapi.format("phone-number", phone_numbers)


@schemathesis.hook
def before_generate_path_parameters(context, strategy):
    names = tuple(parameter.name for parameter in context.operation.path_parameters)
    return offer(strategy, known_paths(names)) if names else strategy


@schemathesis.hook
def before_generate_body(context, strategy):
    known = {"restoreSnapshot": known_snapshots, "plantSeedData": plain_seed_data}.get(id_of(context.operation))
    return offer(strategy, known()) if known else strategy


@schemathesis.hook
def after_call(context, case, response):
    if case.meta.phase.name == "fuzzing":
        sent[id_of(case.operation)] += 1


@atexit.register
def tell_tally():
    TALLY.write_text(json.dumps(sent))


def id_of(operation):
    return operation.definition.raw["operationId"]


# Hooks are asked anew for each example, and hypothesis looks through each strategy that it has not met, which costs as much as an example.
@lru_cache(maxsize=100)
def offer(strategy, known):
    return strategies.booleans().flatmap(lambda is_known: known if is_known else strategy)


@lru_cache
def known_paths(names):
    return strategies.sampled_from([{name: user[name] for name in names} for user in PLANTED["users"]])


# Drawn from the document, they take as long as those of five other calls, and hardly one fits together.
@lru_cache
def plain_seed_data():
    return strategies.integers(min_value=0, max_value=10**6).map(seed_data)


def seed_data(number):
    user = {"username": f"user{number}", "phoneNumber": f"+372{number:08}", "hasApp": number % 2 == 0}
    return {"services": [{"fqdn": f"planted-{number}.example", "name": f"Planted {number}", "users": [user]}]}


@lru_cache
def known_snapshots():
    return strategies.just(PLANTED["snapshot"])
