package dev.pulse.standalone.cli;

import dev.pulse.agent.farm.LedgerOption;
import dev.pulse.agent.key.AccountStore;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.follow.KafkaConsumers;
import dev.pulse.marketplace.market.CommandProducer;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.marketplace.rebuild.Rebuild;
import dev.pulse.marketplace.rebuild.Tally;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.kafka.KafkaOption;
import dev.pulse.standalone.kafka.RegistryOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse rebuild}: everything of nodes' lives that the ledger knows, told to the lifecycle stream again. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Brings back from the ledger what the lifecycle stream knew: owners, offers, reservations. For a "
                + "Kafka that was wiped; what is known already stays as it is, so it may be run at any time.")
public final class RebuildCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PROGRESS_S = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private RegistryOption registry;

    @Mixin
    private LedgerOption ledger;

    @Option(
            names = "--operator",
            paramLabel = "ACCOUNT",
            description = "The account that the marketplace acts with on the ledger. Default: that of the key in "
                    + "--operator-dir.")
    private String operator;

    @Option(
            names = "--operator-dir",
            paramLabel = "DIR",
            defaultValue = "pulse-data/operator",
            description = "Folder of its key (default: ${DEFAULT-VALUE}).")
    private Path operatorDir;

    @Override
    public Integer call() throws InterruptedException {
        if (operator != null && !Account.isImplicit(operator)) {
            throw new ParameterException(spec.commandLine(), "--operator must be 64 lower-case hex digits");
        }
        PrintWriter out = spec.commandLine().getOut();
        Tally tally = new Tally();
        int status;
        try {
            status = ledger.run(spec, chain -> {
                String account = operator != null
                        ? operator
                        : AccountStore.load(operatorDir).account().hex();
                out.println("operator    " + account);
                out.flush();
                rebuild(chain, account, tally);
            });
        } catch (RegistryUnavailableException away) {
            spec.commandLine().getErr().println(away.getMessage());
            return 1;
        }
        Tally.Counts counts = tally.counts();
        counts.failures().forEach(failure -> spec.commandLine().getErr().println(failure));
        out.println(line(counts) + (status == 0 ? "" : ": not all of it"));
        out.flush();
        return status == 0 && counts.failed() == 0 ? 0 : 1;
    }

    private void rebuild(LedgerClient chain, String account, Tally tally) throws LedgerException, InterruptedException {
        KafkaSettings settings = kafka.settings();
        InstantSource clock = InstantSource.system();
        PrintWriter err = spec.commandLine().getErr();
        try (TopicAdmin topics = new TopicAdmin(settings);
                RegistryRecordSerdes serdes = new RegistryRecordSerdes(registry.settings());
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            serdes.awaitRegistry(PATIENCE, err::println);
            Course course = topics.prepare(null, PATIENCE, err::println);
            try (CommandProducer commands = new CommandProducer(
                            settings, () -> course, serdes.of(Topics.COMMANDS).serializer());
                    Orders orders = new Orders(
                            commands,
                            new KafkaConsumers(settings, () -> course),
                            serdes.of(Topics.OUTCOMES).deserializer(),
                            clock)) {
                orders.start();
                orders.awaitReady(PATIENCE);
                ScheduledFuture<?> progress = timer.scheduleAtFixedRate(
                        () -> err.println(line(tally.counts())), PROGRESS_S, PROGRESS_S, TimeUnit.SECONDS);
                new Rebuild(chain, account, orders, clock, tally).run();
                progress.cancel(false);
            }
        }
    }

    private static String line(Tally.Counts counts) {
        return "%,d nodes: %,d owners, %,d offers, %,d reservations, %,d retired brought back; %,d known before; %,d failed"
                .formatted(
                        counts.nodes(),
                        counts.owners(),
                        counts.offers(),
                        counts.reservations(),
                        counts.retired(),
                        counts.known(),
                        counts.failed());
    }
}
