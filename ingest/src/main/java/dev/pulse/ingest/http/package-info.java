/** The ingest's HTTP: the asynchronous handler of the hot path, and the resources beside it. */
package dev.pulse.ingest.http;
