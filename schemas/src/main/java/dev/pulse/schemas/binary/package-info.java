/**
 * Avro's binary form of the two records that every heartbeat becomes, written out by hand: reading and writing them through
 * the schema costs more than hashing a payload, four times per heartbeat. The schema stays the contract, and Avro's own
 * reader and writer the measure: tests hold the two forms equal.
 */
package dev.pulse.schemas.binary;
