package dev.pulse.system.next;

import dev.pulse.schemas.topic.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericData.StringType;
import org.apache.avro.specific.SpecificData;

/**
 * The schemas that a later release might have: each record of today with one more field that has a default. The field comes
 * first, so that whoever reads such a record by the schema of today reads nonsense, and does not get away with it.
 */
public final class NextSchemas {
    /** The name of the field. */
    public static final String FIELD = "sinceNext";

    /** What it says where the next build writes: longer than anything that a reader could take for another field. */
    public static final String VALUE = "written by the next build, which the present one must pass over";

    private NextSchemas() {}

    /** The next one of every record that stands in a topic. */
    public static List<Schema> all() {
        return Topics.all().stream()
                .flatMap(topic -> topic.values().stream())
                .distinct()
                .map(type -> after(SpecificData.get().getSchema(type)))
                .toList();
    }

    /**
     * The one after a record's schema.
     *
     * @param present a record's, compatible both ways with what comes out
     */
    public static Schema after(Schema present) {
        Schema text = Schema.create(Schema.Type.STRING);
        GenericData.setStringType(text, StringType.String);
        Schema.Field more = new Schema.Field(
                FIELD,
                Schema.createUnion(Schema.create(Schema.Type.NULL), text),
                "What the present build knows nothing of.",
                Schema.Field.NULL_DEFAULT_VALUE);
        Schema next = Schema.createRecord(present.getName(), present.getDoc(), present.getNamespace(), false);
        next.setFields(Stream.concat(
                        Stream.of(more),
                        present.getFields().stream().map(field -> new Schema.Field(field, field.schema())))
                .toList());
        return next;
    }
}
