/** How a service is watched: one registry of metrics, served to Prometheus (decision 0032, docs/reference/metrics.md). */
package dev.pulse.telemetry;
