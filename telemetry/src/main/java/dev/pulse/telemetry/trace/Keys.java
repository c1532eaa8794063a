package dev.pulse.telemetry.trace;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of attributes that no library has. Those of messaging are OpenTelemetry's as of release 1.45 of its conventions,
 * which call them in development: they may change. Those that begin with {@code pulse} are ours.
 */
final class Keys {
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system.name");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    static final AttributeKey<Long> OFFSET = AttributeKey.longKey("kafka.offset");
    static final AttributeKey<String> NODE_ID = AttributeKey.stringKey("pulse.node_id");
    static final AttributeKey<String> VERDICT = AttributeKey.stringKey("pulse.verdict");
    static final AttributeKey<String> ACCOUNTED = AttributeKey.stringKey("pulse.accounted");
    static final AttributeKey<String> BEFORE = AttributeKey.stringKey("pulse.liveness.before");
    static final AttributeKey<String> AFTER = AttributeKey.stringKey("pulse.liveness.after");
    static final AttributeKey<String> CAUSE = AttributeKey.stringKey("pulse.transition.cause");

    static final String KAFKA = "kafka";

    private Keys() {}
}
