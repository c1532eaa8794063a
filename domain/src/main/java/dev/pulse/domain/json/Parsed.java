package dev.pulse.domain.json;

/** What parsing gave: the indexed document, or why the bytes are refused. */
public sealed interface Parsed permits JsonDocument, Malformed {}
