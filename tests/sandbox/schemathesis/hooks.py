"""Provides schemathesis with existing ids, phone numbers and a snapshot, and counts the examples that it sends."""

import atexit
import json
from collections import Counter
from functools import lru_cache
from pathlib import Path

import schemathesis
from hypothesis import strategies

# Both files are in the working directory of schemathesis.
SEEDED = json.loads(Path("seeded.json").read_text())
EXAMPLE_COUNTS = Path("example-counts.json")

sent = Counter()


# Generated from the document's pattern, a phone number takes a hundred draws, half of the total time. These are still checked against it.
separators = strategies.text(" ()-", max_size=3)
digits = strategies.text("0123456789", min_size=3, max_size=8)
phone_numbers = strategies.tuples(separators, strategies.just("+"), separators, digits, separators, digits, separators).map("".join)
schemathesis.openapi.format("phone-number", phone_numbers)


@schemathesis.hook
def before_generate_path_parameters(context, strategy):
    names = tuple(parameter.name for parameter in context.operation.path_parameters)
    is_known = names and all(name in SEEDED["users"][0] for name in names)
    return mix(strategy, known_paths(names)) if is_known else strategy


@schemathesis.hook
def before_generate_query(context, strategy):
    return mix(strategy, with_known_parameters(strategy)) if context.operation.path.startswith("/verify/") else strategy


@schemathesis.hook
def before_generate_body(context, strategy):
    known = {"restoreSnapshot": known_snapshots, "seed": plain_seed_data}.get(id_of(context.operation))
    return mix(strategy, known()) if known else strategy


@schemathesis.hook
def after_call(context, case, response):
    if case.meta.phase.name == "fuzzing":
        sent[id_of(case.operation)] += 1


@atexit.register
def write_example_counts():
    EXAMPLE_COUNTS.write_text(json.dumps(sent))


def id_of(operation):
    return operation.definition.raw["operationId"]


# Hooks run for each example, and hypothesis inspects each new strategy, which costs as much as an example. Hence the caches.
@lru_cache(maxsize=100)
def mix(strategy, known):
    return strategies.booleans().flatmap(lambda is_known: known if is_known else strategy)


@lru_cache
def known_paths(names):
    return strategies.sampled_from([{name: user[name] for name in names} for user in SEEDED["users"]])


# Without the credentials, each reply of the Number Verification API is the same error.
@lru_cache
def with_known_parameters(strategy):
    ids = strategies.sampled_from(SEEDED["verifications"])
    return strategies.tuples(strategy, ids).map(lambda drawn: replace_parameters(*drawn))


def replace_parameters(generated, verification_id):
    """Replaces what a query has. Schemathesis wraps a query that it made invalid."""
    query = generated if isinstance(generated, dict) else generated.value
    known = {**SEEDED["credentials"], "verification_id": verification_id}
    if isinstance(query, dict):
        query.update({name: value for name, value in known.items() if name in query})
    return generated


# Generated from the document, they take as long as five other operations, and hardly any is consistent.
@lru_cache
def plain_seed_data():
    return strategies.integers(min_value=0, max_value=10**6).map(seed_data)


def seed_data(number):
    user = {"username": f"user{number}", "phoneNumber": f"+372{number:08}", "hasApp": number % 2 == 0}
    return {"services": [{"fqdn": f"seeded-{number}.example", "name": f"Seeded {number}", "users": [user]}]}


@lru_cache
def known_snapshots():
    return strategies.just(SEEDED["snapshot"])


# The document allows waits of a minute, which would take hours in all.
@schemathesis.hook
def before_call(context, case, kwargs):
    wait_ms = str((case.query or {}).get("waitMs", ""))
    if wait_ms.isascii() and wait_ms.isdecimal() and 0 < int(wait_ms) <= 60_000:
        case.query["waitMs"] = 1
