package dev.pulse.domain.field;

/** A known field of a document. */
public interface FieldName {
    /** Where it stands, as refusals name it. */
    String path();

    /** The key in its object; ASCII. */
    String key();
}
