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
    return offer(strategy, known_snapshots()) if id_of(context.operation) == "restoreSnapshot" else strategy


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


@lru_cache
def known_snapshots():
    return strategies.just(PLANTED["snapshot"])
