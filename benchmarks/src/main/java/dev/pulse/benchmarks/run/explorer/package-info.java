/** What the run of the explorer puts load on it with, and what it stands beside: a grid of nodes, questions, PostgreSQL, watchers. */
package dev.pulse.benchmarks.run.explorer;
