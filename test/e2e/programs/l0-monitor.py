"""The published L0 monitor: for each line of JSON { config, events, prefix, labels } a line with what it reports, its clock set by each event's ts."""

import json
import sys
from datetime import datetime, timezone
from types import SimpleNamespace

from l0.events import ObservabilityEvent, ObservabilityEventType
from l0.monitoring import Monitor, MonitoringConfig, TelemetryExporter, monitor as module

clock = SimpleNamespace(ts=0.0)


class Clock(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.fromtimestamp(clock.ts / 1000, tz)


module.datetime = Clock
module.time = SimpleNamespace(time=lambda: clock.ts / 1000)


def event_of(given):
    meta = dict(given["meta"])
    if "state" in meta:
        meta["state"] = SimpleNamespace(**meta["state"])
    clock.ts = given["ts"]
    return ObservabilityEvent(ObservabilityEventType(given["type"]), given["ts"], given["streamId"], {}, meta)


def record_of(telemetry):
    record = TelemetryExporter.to_dict(telemetry)
    # Ours names a stack only where there is one.
    del record["error"]["stack"]
    return record


for line in sys.stdin:
    case = json.loads(line)
    monitor = Monitor(MonitoringConfig(**case["config"]))
    for given in case["events"]:
        monitor.handle_event(event_of(given))
    records = monitor.get_all_telemetry()
    shape = {"prefix": case["prefix"], "labels": case["labels"]}
    report = {
        "all": [record_of(record) for record in records],
        "aggregate": monitor.get_aggregate_metrics(),
        "csv": TelemetryExporter.to_csv(records),
        "log": [TelemetryExporter.to_log_format(record) for record in records],
        "metrics": [TelemetryExporter.to_metrics(record, **shape) for record in records],
    }
    print(json.dumps(report))
