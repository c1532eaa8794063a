package dev.pulse.domain.rotation;

import dev.pulse.domain.field.FieldName;
import java.util.List;
import java.util.Locale;

/** The known fields of a rotation, by their names on the wire. */
enum Field implements FieldName {
    NODE_ID,
    NODE_ACCOUNT,
    NEW_ACCOUNT,
    OWNER_ACCOUNT,
    TIMESTAMP,
    AUDIENCE,
    PATH,
    MARKETPLACE,
    SIGNATURE,
    OWNER_SIGNATURE,
    NEW_SIGNATURE;

    /** Those that are no part of what is signed. */
    static final List<Field> SIGNATURES = List.of(SIGNATURE, OWNER_SIGNATURE, NEW_SIGNATURE);

    private final String key = name().toLowerCase(Locale.ROOT);

    @Override
    public String path() {
        return key;
    }

    @Override
    public String key() {
        return key;
    }
}
