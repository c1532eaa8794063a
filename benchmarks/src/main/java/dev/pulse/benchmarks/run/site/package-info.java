/** The processes that a run measures: broker, registry and services, each a JVM of its own, and nginx beside them. */
package dev.pulse.benchmarks.run.site;
