/**
 * The load process: sends pre-signed heartbeats over HTTP from a JVM of its own, with as little processor time as it can,
 * and measures their latency. {@link dev.pulse.benchmarks.load.LoadProcess} is the handle that a run holds,
 * {@link dev.pulse.benchmarks.load.LoadMain} the other end of it.
 */
package dev.pulse.benchmarks.load;
