package dev.pulse.telemetry;

import dev.pulse.schemas.kafka.KafkaSettings;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the certificates between a service and Kafka run out: its own, the first authority of its trust store, and those that
 * the bootstrap servers show. They are looked at once an hour, in the way in which Kafka's clients read and ask them.
 *
 * <p>A client reads its files when it is made, and not again. So of what they held at the start and what they hold now, the
 * certificate that runs out first counts: one that was renewed in time does only once the service has been started again.
 */
public final class KafkaCertificates implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaCertificates.class);
    private static final long EVERY_S = TimeUnit.HOURS.toSeconds(1);
    /** For a connection, and for each part of a handshake: a broker that is well takes milliseconds. */
    private static final int PATIENCE_MS = 5_000;

    private static final String CLIENT = "kafka-client";
    private static final String AUTHORITY = "kafka-authority";
    private static final String BROKER = "kafka-broker";

    private final AdminClientConfig config;
    private final ScheduledExecutorService thread;
    /** By what was read or asked; a server that can't be asked for now keeps what it showed last. */
    private final Map<String, Double> ends = new ConcurrentHashMap<>();

    private Future<?> looking;

    KafkaCertificates(Telemetry telemetry, AdminClientConfig config, ScheduledExecutorService thread) {
        this.config = config;
        this.thread = thread;
        for (String of : List.of(CLIENT, AUTHORITY, BROKER)) {
            telemetry.certificate(
                    of,
                    () -> first(ends.entrySet().stream()
                            .filter(end -> end.getKey().startsWith(of))
                            .mapToDouble(Map.Entry::getValue)));
        }
    }

    /** Watches them for as long as the service runs; without TLS to Kafka there is nothing to watch. */
    public static void attach(Environment environment, Telemetry telemetry, KafkaSettings kafka) {
        AdminClientConfig config = new AdminClientConfig(kafka.clientProperties());
        if (speaksTls(config)) {
            ScheduledExecutorService thread = environment
                    .lifecycle()
                    .scheduledExecutorService("kafka-certificates", true)
                    .build();
            environment.lifecycle().manage(new KafkaCertificates(telemetry, config, thread));
        }
    }

    /** Whether a client with these settings does. */
    static boolean speaksTls(AdminClientConfig config) {
        SecurityProtocol spoken =
                SecurityProtocol.forName(config.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
        return spoken == SecurityProtocol.SSL || spoken == SecurityProtocol.SASL_SSL;
    }

    @Override
    public void start() {
        looking = thread.scheduleWithFixedDelay(this::look, 0, EVERY_S, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        looking.cancel(true);
    }

    /** Reads the files and asks the servers, once. */
    void look() {
        try (DefaultSslEngineFactory files = new DefaultSslEngineFactory()) {
            files.configure(config.values());
            keep(CLIENT, ends(files.keystore(), true));
            keep(AUTHORITY, ends(files.truststore(), false));
            for (InetSocketAddress server : ClientUtils.parseAndValidateAddresses(config)) {
                ask(files.sslContext(), server);
            }
        } catch (KafkaException | KeyStoreException unusable) {
            LOG.warn("the certificates for Kafka can't be read: no client that is made now could connect", unusable);
        }
    }

    /** What clients have had since the start, and what one would have that is made now. */
    private void keep(String of, double now) {
        if (!Double.isNaN(now)) {
            ends.putIfAbsent(of + " at the start", now);
            ends.put(of + " now", now);
        }
    }

    /** A handshake as a client makes one, and no more: no password is sent. */
    private void ask(SSLContext context, InetSocketAddress server) {
        try (Socket plain = new Socket()) {
            plain.connect(server, PATIENCE_MS);
            plain.setSoTimeout(PATIENCE_MS);
            try (SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, server.getHostString(), server.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(
                        config.getString(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                ends.put(
                        BROKER + " " + server.getHostString() + ":" + server.getPort(),
                        first(Arrays.stream(socket.getSession().getPeerCertificates())
                                .mapToDouble(KafkaCertificates::end)));
            }
        } catch (IOException away) {
            LOG.debug("the certificate of {} is not seen for now", server, away);
        }
    }

    /** @param store null where none is configured */
    private static double ends(KeyStore store, boolean keys) throws KeyStoreException {
        double first = Double.NaN;
        if (store != null) {
            for (String alias : Collections.list(store.aliases())) {
                if (!keys || store.isKeyEntry(alias)) {
                    first = first(DoubleStream.of(first, end(store.getCertificate(alias))));
                }
            }
        }
        return first;
    }

    /** The first of those that are known. */
    private static double first(DoubleStream ends) {
        return ends.filter(end -> !Double.isNaN(end)).min().orElse(Double.NaN);
    }

    private static double end(Certificate certificate) {
        return certificate instanceof X509Certificate known
                ? known.getNotAfter().toInstant().getEpochSecond()
                : Double.NaN;
    }
}
