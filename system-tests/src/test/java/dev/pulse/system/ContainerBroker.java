package dev.pulse.system;

import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Apache's released broker in a container, on a fixed loopback port, so that it comes back where clients look for it. */
final class ContainerBroker {
    /** Whether tests run against a container: {@code -Pcontainers}. */
    static final boolean WANTED = Boolean.getBoolean("pulse.containers");

    /** The release of the client libraries: what is shipped is what is tested. */
    private static final DockerImageName IMAGE =
            DockerImageName.parse("apache/kafka").withTag(System.getProperty("pulse.kafka.version", "4.3.1"));

    private static final int KAFKA_PORT = 9092;

    private final OnPort kafka;

    private ContainerBroker(OnPort kafka) {
        this.kafka = kafka;
    }

    /** Whether a container engine answers. */
    static boolean engineAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static ContainerBroker start(int port) {
        OnPort kafka = new OnPort(port);
        kafka.start();
        return new ContainerBroker(kafka);
    }

    /** Stops the broker and keeps its container, which the library removes when this process has ended. */
    void pause() {
        kafka.getDockerClient().stopContainerCmd(kafka.getContainerId()).exec();
    }

    void startAgain() {
        kafka.getDockerClient().startContainerCmd(kafka.getContainerId()).exec();
    }

    private static final class OnPort extends KafkaContainer {
        OnPort(int port) {
            super(IMAGE);
            addFixedExposedPort(port, KAFKA_PORT);
            withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
            withStartupTimeout(Duration.ofMinutes(2));
        }

        @Override
        public String getHost() {
            return "127.0.0.1";
        }
    }
}
