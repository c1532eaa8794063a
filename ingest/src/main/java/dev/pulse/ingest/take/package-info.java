/** Takes one heartbeat: limits, reading, the record, the outcome. Knows nothing of HTTP. */
package dev.pulse.ingest.take;
