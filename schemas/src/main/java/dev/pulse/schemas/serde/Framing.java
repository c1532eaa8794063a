package dev.pulse.schemas.serde;

import org.apache.avro.Schema;

/** How a record's bytes say which schema they were written with. Safe for use by several threads. */
interface Framing {
    /** Length of the header in bytes, the same for every record. */
    int headerLength();

    /** The header of records that are written with this schema. The array is shared: not to be changed. */
    byte[] header(Schema schema);

    /**
     * A number that stands for the schema which these bytes name, for use as a cache key.
     *
     * @param data at least {@link #headerLength()} bytes
     * @throws org.apache.kafka.common.errors.SerializationException when the header is not of this framing
     */
    long schemaKey(byte[] data);

    /**
     * The schema of a key.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when there is no such schema
     * @throws RegistryUnavailableException when it can't be found out now
     */
    Schema schema(long key);
}
