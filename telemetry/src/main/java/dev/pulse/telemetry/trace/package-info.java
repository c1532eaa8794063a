/** The trace of one heartbeat over HTTP, Kafka and the streams, sent by OTLP (decision 0037, docs/guides/watch.md). */
package dev.pulse.telemetry.trace;
