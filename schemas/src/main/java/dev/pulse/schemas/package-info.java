/** Avro records, generated from {@code src/main/avro}. */
package dev.pulse.schemas;
