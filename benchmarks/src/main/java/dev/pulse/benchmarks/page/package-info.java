/** The summary and the pages: everything in them is computed from the recorded results, and from nothing else. */
package dev.pulse.benchmarks.page;
