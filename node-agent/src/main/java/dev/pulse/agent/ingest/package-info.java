/** Talking to an ingest over HTTP: one POST, its answer, and what to do next. */
package dev.pulse.agent.ingest;
