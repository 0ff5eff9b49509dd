"""A service in another language: inside a span and with baggage, it calls the URL of its argument and prints the trace id."""

import sys

import requests
from opentelemetry import baggage, context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.requests import RequestsInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
RequestsInstrumentor().instrument()

with trace.get_tracer("checkout").start_as_current_span("checkout") as span:
    context.attach(baggage.set_baggage("shop.customer", "gold"))
    answer = requests.get(sys.argv[1], timeout=10).json()
    print(f"{span.get_span_context().trace_id:032x} {answer['traceId']} {answer['customer']}")
provider.shutdown()
