package dev.pulse.telemetry;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.SslReload;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up certificates of a service's {@code https} and {@code h2} connectors that were replaced on disk: new connections get
 * the new one, those that are open go on. The files are compared by what they hold, so that a link that is turned (as
 * Kubernetes does) counts as a replacement. What can't be used is tried out first and left alone: Jetty's own
 * {@code KeyStoreScanner} unloads the good certificate before it reads the new one.
 */
final class CertificateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long EVERY_S = 1;
    private static final String RELOADS = "pulse.tls.reloads";

    private final List<Connector> connectors = new ArrayList<>();
    private final Counter taken;
    private final Counter refused;

    /** The certificate of one connector. */
    private static final class Connector {
        private final SslReload reload;
        /** What the files held when they were last tried; null where one could not be read. */
        private byte[] tried;

        private volatile double expires;

        Connector(SslReload reload) throws KeyStoreException {
            this.reload = reload;
            this.tried = contents();
            this.expires = expiry(reload.getFactory().getKeyStore());
        }

        private byte[] contents() {
            SslContextFactory factory = reload.getFactory();
            MessageDigest digest = sha256();
            try {
                for (Path file : Stream.of(factory.getKeyStoreResource(), factory.getTrustStoreResource())
                        .filter(Objects::nonNull)
                        .map(Resource::getPath)
                        .filter(Objects::nonNull)
                        .toList()) {
                    digest.update(sha256().digest(Files.readAllBytes(file)));
                }
            } catch (IOException missing) {
                // While it is replaced there may be none.
                return null;
            }
            return digest.digest();
        }

        /** Whether there is something new that has not been tried. */
        boolean changed() {
            byte[] now = contents();
            if (now == null || Arrays.equals(now, tried)) {
                return false;
            }
            tried = now;
            return true;
        }

        void take() throws Exception {
            reload.reloadDryRun();
            reload.reload();
            expires = expiry(reload.getFactory().getKeyStore());
        }

        double expires() {
            return expires;
        }
    }

    private CertificateWatch(Telemetry telemetry) {
        taken = telemetry.registry().counter(RELOADS, "outcome", "taken");
        refused = telemetry.registry().counter(RELOADS, "outcome", "refused");
        telemetry.certificate(
                "http",
                () -> connectors.stream().mapToDouble(Connector::expires).min().orElse(Double.NaN));
    }

    /** Watches for as long as the service's server runs; without TLS there is nothing to watch. */
    static void attach(Environment environment, Telemetry telemetry) {
        environment.lifecycle().addServerLifecycleListener(server -> {
            if (!server.getBeans(SslReload.class).isEmpty()) {
                new CertificateWatch(telemetry).begin(server);
            }
        });
    }

    private void begin(Server server) {
        for (SslReload reload : server.getBeans(SslReload.class)) {
            try {
                connectors.add(new Connector(reload));
            } catch (KeyStoreException e) {
                throw new IllegalStateException("a certificate that is in use can't be read", e);
            }
        }
        lookAgain(server);
    }

    private void lookAgain(Server server) {
        server.getScheduler()
                .schedule(
                        () -> {
                            connectors.stream().filter(Connector::changed).forEach(this::take);
                            if (server.isRunning()) {
                                lookAgain(server);
                            }
                        },
                        EVERY_S,
                        TimeUnit.SECONDS);
    }

    private void take(Connector connector) {
        try {
            connector.take();
            taken.increment();
            LOG.info("a certificate was replaced; new connections get the new one");
        } catch (Exception unusable) {
            refused.increment();
            LOG.warn("a certificate was replaced by one that can't be used: the former one stays", unusable);
        }
    }

    private static double expiry(KeyStore keys) throws KeyStoreException {
        double first = Double.NaN;
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias) && keys.getCertificate(alias) instanceof X509Certificate own) {
                double ends = own.getNotAfter().toInstant().getEpochSecond();
                first = Double.isNaN(first) ? ends : Math.min(first, ends);
            }
        }
        return first;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
