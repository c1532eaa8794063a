/** The ingest: takes heartbeats over HTTP and answers 202 once Kafka has them (docs/reference/http-ingest.md). */
package dev.pulse.ingest;
