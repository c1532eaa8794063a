package dev.pulse.standalone.secure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The authority of a {@link SecureFolder}: a key that signs certificates of brokers and services. */
final class CertificateAuthority {
    /** Its certificate, beside the folder of secrets. */
    static final String PEM = "ca.pem";

    private static final String CA_DAYS = "3650";
    /** The longest that browsers and other strict clients take. */
    private static final String DAYS = "398";

    private final Path folder;
    private final Path secrets;
    private final Keytool keytool;

    private CertificateAuthority(Path folder, Path secrets) {
        this.folder = folder;
        this.secrets = secrets;
        this.keytool = new Keytool(folder);
    }

    /** Makes one. The file of its password, {@code ca.password}, is there already. */
    static CertificateAuthority create(Path folder, Path secrets) throws IOException {
        CertificateAuthority made = new CertificateAuthority(folder, secrets);
        made.keytool.run(join(
                key(),
                made.own(),
                "-alias",
                "ca",
                "-dname",
                "CN=pulse-ca",
                "-validity",
                CA_DAYS,
                "-ext",
                "bc:c=ca:true",
                "-ext",
                "ku:c=keyCertSign"));
        made.keytool.run(join(new String[] {"-exportcert", "-rfc"}, made.own(), "-alias", "ca", "-file", PEM));
        protect(secrets.resolve("ca.p12"));
        return made;
    }

    /** The one that was made. */
    static CertificateAuthority open(Path folder, Path secrets) {
        return new CertificateAuthority(folder, secrets);
    }

    /**
     * Makes a key with a signed certificate, in PKCS12; what is there of this name is replaced at once and whole.
     *
     * @param name of the file; that of its password is there already
     * @param subject its common name
     * @param pem where the certificate is kept as PEM too, or null
     * @return the file
     */
    Path sign(String name, String subject, List<String> hosts, Path pem) throws IOException {
        String names = hosts.stream()
                .map(host -> (host.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + host)
                .collect(Collectors.joining(","));
        Path working = Files.createTempDirectory(secrets, "." + name);
        Path store = working.resolve(name + ".p12");
        Path request = working.resolve("request");
        Path signed = pem == null ? working.resolve("signed") : pem;
        String[] its = {
            "-keystore",
            store.toString(),
            "-storepass:file",
            secrets.resolve(name + ".password").toString()
        };
        keytool.run(join(key(), its, "-alias", name, "-dname", "CN=" + subject, "-validity", DAYS));
        keytool.run(join(new String[] {"-certreq"}, its, "-alias", name, "-file", request.toString()));
        keytool.run(join(
                new String[] {"-gencert", "-rfc"},
                own(),
                "-alias",
                "ca",
                "-validity",
                DAYS,
                "-ext",
                "san=" + names,
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString()));
        String authority = folder.resolve(PEM).toString();
        keytool.run(join(new String[] {"-importcert", "-noprompt"}, its, "-alias", "ca", "-file", authority));
        keytool.run(join(new String[] {"-importcert", "-noprompt"}, its, "-alias", name, "-file", signed.toString()));
        protect(store);
        Path placed = Files.move(
                store,
                secrets.resolve(name + ".p12"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.delete(request);
        Files.deleteIfExists(working.resolve("signed"));
        Files.delete(working);
        return placed;
    }

    private String[] own() {
        return new String[] {
            "-keystore",
            secrets.resolve("ca.p12").toString(),
            "-storepass:file",
            secrets.resolve("ca.password").toString()
        };
    }

    private static String[] key() {
        return new String[] {"-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12"};
    }

    private static void protect(Path store) throws IOException {
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
    }

    private static String[] join(String[] first, String[] second, String... third) {
        return Stream.of(first, second, third).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
