"""The published L0 runtime, run in several ways: prints its events as JSON lines, then a line with what the application saw of each stream."""

import asyncio
import dataclasses
import json

import l0
from l0.adapters import AdaptedEvent
from l0.guardrails import GuardrailRule, GuardrailViolation
from l0.types import Event, EventType, Retry


class Words:
    name = "words"

    def detect(self, stream):
        return True

    async def wrap(self, stream, options=None):
        async for word in stream:
            yield AdaptedEvent(event=Event(type=EventType.TOKEN, text=word))
        yield AdaptedEvent(event=Event(type=EventType.COMPLETE))


async def words(texts, error=None, pause=0.002):
    for text in texts:
        await asyncio.sleep(pause)
        yield text
    if error is not None:
        raise error


async def run(name, streams, fallback=None, retry=None, stop_after=None, guardrails=None):
    remaining = list(streams)
    stream_ids = []

    def on_event(event):
        if not stream_ids:
            stream_ids.append(event.stream_id)
        print(json.dumps(dataclasses.asdict(event), default=str), flush=True)

    content, failure = "", None
    result = await l0.run(
        lambda: remaining.pop(0),
        fallbacks=None if fallback is None else [lambda: fallback],
        adapter=Words(),
        retry=retry or Retry(attempts=0, max_retries=0),
        guardrails=guardrails,
        on_event=on_event,
    )
    try:
        async for event in result:
            if event.type == EventType.TOKEN:
                content += event.text
                if stop_after is not None and len(content) >= stop_after:
                    result.abort()
    except Exception as error:
        failure = str(error)
    state = result.state
    return {
        "name": name,
        "stream_id": stream_ids[0],
        "failure": failure,
        "tokens": state.token_count,
        "characters": len(state.content),
        "aborted": state.aborted,
        "model_retries": state.model_retry_count,
        "network_retries": state.network_retry_count,
    }


def rule(severity, is_violated):
    def check(state):
        found = GuardrailViolation(rule="rule", message="not allowed", severity=severity)
        return [found] if is_violated() else []

    return GuardrailRule(name="rule", check=check, streaming=True)


async def main():
    three = ["one ", "two ", "three"]
    network = ConnectionError("connection reset by peer")
    quick = Retry(attempts=2, max_retries=3, base_delay=0.001, max_delay=0.002)
    first = iter([True])
    warns, objects = rule("warning", lambda: True), rule("error", lambda: next(first, False))
    seen = await asyncio.gather(
        run("completes", [words(three)]),
        run("emoji", [words(["h\u00e9 ", "\U0001f600\U0001f600"])]),
        run("network retry", [words(["one "], network), words(three)], retry=quick),
        run("model retry", [words(["one"]), words(three)], retry=quick, guardrails=[objects]),
        run("fallback", [words([], ValueError("overloaded"))], fallback=words(three)),
        run("fails", [words(["one ", "two"], ValueError("no such model"))]),
        run("aborts", [words(three * 5)], stop_after=12),
        run("violates", [words(three)], guardrails=[warns]),
    )
    print(json.dumps({"seen": seen}))


asyncio.run(main())
