/** What a run leaves behind: figures with the machine, the versions and the commit they were measured on. */
package dev.pulse.benchmarks.record;
