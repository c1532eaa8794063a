package dev.pulse.schemas.access;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What may be done to one thing, or to all whose names begin alike.
 *
 * @param resource the thing
 * @param operations one or more, without those that others imply (READ and WRITE imply DESCRIBE)
 */
public record Grant(ResourcePattern resource, Set<AclOperation> operations) {
    public Grant {
        operations = Set.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("a grant of nothing on " + resource);
        }
    }

    static Grant on(ResourceType type, String name, AclOperation first, AclOperation... more) {
        return new Grant(new ResourcePattern(type, name, PatternType.LITERAL), EnumSet.of(first, more));
    }

    static Grant under(ResourceType type, String prefix, AclOperation first, AclOperation... more) {
        return new Grant(new ResourcePattern(type, prefix, PatternType.PREFIXED), EnumSet.of(first, more));
    }

    /** The same as Kafka keeps it: one entry for each operation, from any host. */
    public Stream<AclBinding> bindings(String principal) {
        return operations.stream()
                .sorted()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
    }
}
