/** What a run reads off the processes that it measures: cost of a verify, latencies, lag, bytes. */
package dev.pulse.benchmarks.run.gauge;
