/** {@code pulse bench}: a command for each benchmark, the summary and the pages. */
package dev.pulse.benchmarks.cli;
