package dev.pulse.domain.poll;

import dev.pulse.domain.field.FieldName;
import java.util.Locale;

/** The known fields of a poll, by their names on the wire. */
enum Field implements FieldName {
    NODE_ID,
    NODE_ACCOUNT,
    TIMESTAMP,
    SIGNATURE,
    PATH,
    MARKETPLACE,
    AUDIENCE,
    VERSION,
    WAIT_S;

    @Override
    public String path() {
        return key();
    }

    @Override
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
