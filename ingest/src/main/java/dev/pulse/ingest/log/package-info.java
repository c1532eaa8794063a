/** The way into {@code heartbeats.raw}: heartbeats, ticks, and the connection to Kafka that both need. */
package dev.pulse.ingest.log;
