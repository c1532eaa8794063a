package dev.pulse.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests of the services on a broker of their own: {@link Broker}. {@code mvn verify} runs them on the embedded one,
 * {@code mvn verify -Pcontainers} on a container; without a container engine they are then skipped, and say so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kafka")
@ExtendWith(OnKafka.Engine.class)
public @interface OnKafka {
    /** Skips where a container is wanted and cannot be had. */
    final class Engine implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!ContainerBroker.WANTED) {
                return ConditionEvaluationResult.enabled("on the embedded broker");
            }
            if (ContainerBroker.engineAnswers()) {
                return ConditionEvaluationResult.enabled("on a container");
            }
            String why = "skipped: no container engine answers, so there is no broker in a container to test on";
            System.out.println(context.getDisplayName() + " " + why);
            return ConditionEvaluationResult.disabled(why);
        }
    }
}
