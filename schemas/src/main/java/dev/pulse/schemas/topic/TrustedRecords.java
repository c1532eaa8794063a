package dev.pulse.schemas.topic;

import dev.pulse.schemas.Tick;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro that it may instantiate the generated records. Since 1.12.2 it makes no class that it was not told to
 * trust, so that a schema from outside can't name one; there is no way to say so but one switch for the whole process
 * or a system property on every command line. This adds the one package of the generated records, and keeps whatever
 * was trusted before.
 */
final class TrustedRecords {
    private static final String PACKAGE = Tick.class.getPackageName();

    private TrustedRecords() {}

    static void trust() {
        ClassSecurityPredicate ours = type -> type.getPackageName().equals(PACKAGE);
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours));
    }
}
