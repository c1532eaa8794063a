/**
 * The runs on real processes: ingest, pipeline, detection, recovery, connections. A run sets up a site, puts load on it,
 * reads its gauges and tells what it found; nothing in the services knows that they are being measured.
 */
package dev.pulse.benchmarks.run;
