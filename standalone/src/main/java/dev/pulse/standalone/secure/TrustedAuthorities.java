package dev.pulse.standalone.secure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom this process believes over TLS: the authorities that the JDK knows, and those of a file. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * What clients are made with.
     *
     * @param file certificates in PEM, one after the other
     * @throws IOException with a sentence that names the file, where it can't be read or holds no certificate
     */
    public static SSLContext with(Path file) throws IOException {
        Collection<? extends Certificate> own = read(file);
        try {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            List<Certificate> certificates = new ArrayList<>(own);
            certificates.addAll(known());
            for (int i = 0; i < certificates.size(); i++) {
                all.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificates of " + file + " can't be used: " + e.getMessage() + ".", e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("The file " + file + " holds no certificate; it must hold some in PEM.");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(
                    "The file " + file + " does not hold certificates in PEM: " + e.getMessage() + ".", e);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file + ".", e);
        }
    }

    private static List<X509Certificate> known() throws GeneralSecurityException {
        return Arrays.stream(managers(null))
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList();
    }

    /** @param trusted null for those that the JDK knows */
    private static TrustManager[] managers(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
