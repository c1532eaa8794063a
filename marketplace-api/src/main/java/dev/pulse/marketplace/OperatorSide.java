package dev.pulse.marketplace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.http.operator.LettersResource;
import dev.pulse.marketplace.http.operator.OperatorResource;
import dev.pulse.marketplace.letter.LetterDesk;
import dev.pulse.marketplace.service.ServiceWatch;
import dev.pulse.marketplace.traffic.Cluster;
import dev.pulse.marketplace.traffic.Sampler;
import dev.pulse.schemas.about.About;
import dev.pulse.schemas.serde.RecordSerdes;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import java.time.InstantSource;

/** What operators see of the grid, put together. */
final class OperatorSide implements Managed {
    private final LetterDesk letters;
    private final Sampler sampler;
    private final ServiceWatch services;

    private OperatorSide(LetterDesk letters, Sampler sampler, ServiceWatch services) {
        this.letters = letters;
        this.sampler = sampler;
        this.services = services;
    }

    /**
     * Makes it part of the service: it ends before what it reads with.
     *
     * @param cluster whom the sampler asks, and closes; null where Kafka is not to be asked
     * @param about this service
     */
    static void attach(
            MarketplaceConfiguration configuration,
            Environment environment,
            ConsumerFactory consumers,
            RecordSerdes serdes,
            Cluster cluster,
            Explorer explorer,
            ObjectMapper json,
            About about,
            InstantSource clock) {
        OperatorSettings settings = configuration.getOperator();
        LetterDesk letters = new LetterDesk(consumers.ofNewest(), serdes, clock, System::nanoTime);
        Sampler sampler = new Sampler(
                cluster,
                settings.groups(),
                () -> explorer.deadLettersProgress().loaded()
                        ? explorer.deadLetters().counts()
                        : null,
                settings.every().toJavaDuration(),
                clock);
        ServiceWatch services = new ServiceWatch(
                settings.services(),
                configuration.getRegistry().url(),
                json,
                settings.every().toJavaDuration(),
                clock);
        environment.lifecycle().manage(new OperatorSide(letters, sampler, services));
        environment.jersey().register(new LettersResource(letters));
        environment.jersey().register(new OperatorResource(explorer, sampler, services, about, clock));
    }

    @Override
    public void start() {
        sampler.start();
        services.start();
    }

    @Override
    public void stop() {
        services.close();
        sampler.close();
        letters.close();
    }
}
