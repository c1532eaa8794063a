package dev.pulse.standalone.grid;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;

/**
 * One service running in this process from its YAML file: what Dropwizard's {@code server} command does, with a handle
 * to stop it by.
 */
final class ServiceHost {
    private final String name;
    private final Server server;

    private ServiceHost(String name, Server server) {
        this.name = name;
        this.server = server;
    }

    /**
     * Builds the service and starts it. Returns when its HTTP server listens.
     *
     * @throws GridException when its configuration is refused or it can't start
     */
    static <C extends Configuration> ServiceHost start(Application<C> application, Path file) {
        try {
            Bootstrap<C> bootstrap = new Bootstrap<>(application);
            application.initialize(bootstrap);
            C configuration = configuration(application, bootstrap, file);
            Environment environment = new Environment(
                    application.getName(),
                    bootstrap.getObjectMapper(),
                    bootstrap.getValidatorFactory(),
                    bootstrap.getMetricRegistry(),
                    bootstrap.getClassLoader(),
                    bootstrap.getHealthCheckRegistry(),
                    configuration);
            bootstrap.run(configuration, environment);
            application.run(configuration, environment);
            Server server = configuration.getServerFactory().build(environment);
            server.start();
            return new ServiceHost(application.getName(), server);
        } catch (GridException refused) {
            throw refused;
        } catch (Exception failure) {
            throw new GridException(
                    application.getName() + " can't start: " + failure.getMessage() + " (configuration " + file + ")",
                    failure);
        }
    }

    private static <C extends Configuration> C configuration(
            Application<C> application, Bootstrap<C> bootstrap, Path file) throws IOException {
        try {
            return bootstrap
                    .getConfigurationFactoryFactory()
                    .create(
                            application.getConfigurationClass(),
                            bootstrap.getValidatorFactory().getValidator(),
                            bootstrap.getObjectMapper(),
                            "dw")
                    .build(new FileConfigurationSourceProvider(), file.toString());
        } catch (ConfigurationException refused) {
            throw new GridException(refused.getMessage().strip(), refused);
        }
    }

    /**
     * Waits until its {@code GET /ready} answers 200.
     *
     * @throws GridException when it does not in time, with what it answered last
     */
    void awaitReady(Duration atMost) {
        HttpRequest question = HttpRequest.newBuilder(server.getURI().resolve("/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + atMost.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String last = ask(client, question);
            while (last != null) {
                if (System.nanoTime() > deadline) {
                    throw new GridException(name + " is not ready after " + atMost.toSeconds() + " s: " + last);
                }
                TimeUnit.MILLISECONDS.sleep(50);
                last = ask(client, question);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GridException("interrupted while waiting for " + name, interrupted);
        }
    }

    /** Null when it is ready, otherwise what it said. */
    private static String ask(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(question, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? null : answer.statusCode() + " " + answer.body();
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    /**
     * Stops its HTTP server and all that it manages.
     *
     * @throws GridException when it does not stop as it should
     */
    void stop() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new GridException("a service did not stop as it should: " + failure.getMessage(), failure);
        }
    }
}
