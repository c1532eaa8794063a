package dev.pulse.standalone.secure;

import dev.pulse.schemas.access.Actor;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with all that a secured cluster needs: a certificate authority, the brokers' certificate, a password for each user,
 * and a file of client properties for each of them. Only its owner may read what is secret in it.
 */
public final class SecureFolder {
    /** What brokers are to each other. */
    public static final String BROKER = "pulse-broker";

    /** Who may do everything, and gives the others their rights. */
    public static final String ADMIN = "pulse-admin";

    /** SCRAM keeps no password, only what checks one (RFC 5802); with SHA-512 it is the stronger of Kafka's two. */
    static final String MECHANISM = "SCRAM-SHA-512";

    private static final int PASSWORD_BYTES = 24;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final String PRIVATE = "private";

    private final Path folder;
    private final Properties passwords;

    private SecureFolder(Path folder, Properties passwords) {
        this.folder = folder;
        this.passwords = passwords;
    }

    /**
     * Makes one.
     *
     * @param folder that does not exist yet
     * @param hosts names and addresses under which brokers are reached, 1 or more
     * @throws FileAlreadyExistsException where there is something: its passwords may be in use
     * @throws IOException where it can't be made
     */
    public static SecureFolder create(Path folder, List<String> hosts) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        if (Files.exists(whole)) {
            throw new FileAlreadyExistsException(whole + " is there already; nothing was changed");
        }
        Files.createDirectories(whole.getParent());
        Path making = Files.createTempDirectory(whole.getParent(), "." + whole.getFileName());
        Path secrets = Files.createDirectory(making.resolve(PRIVATE), owner("rwx------"));
        SecureRandom random = new SecureRandom();
        Properties passwords = new Properties();
        users().forEach(user -> passwords.put(user, password(random)));
        StringBuilder lines = new StringBuilder();
        users().forEach(user -> lines.append(user)
                .append('=')
                .append(passwords.getProperty(user))
                .append('\n'));
        write(secrets.resolve("users.properties"), lines.toString());
        certificates(making, secrets, hosts, random);
        Path clients = Files.createDirectory(making.resolve("clients"), owner("rwx------"));
        for (String user : users().toList()) {
            write(clients.resolve(user + ".properties"), client(whole, user, passwords.getProperty(user)));
        }
        Files.move(making, whole);
        return new SecureFolder(whole, passwords);
    }

    /**
     * Opens one that was made.
     *
     * @throws IOException where it can't be read
     */
    public static SecureFolder open(Path folder) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        Properties passwords = new Properties();
        try (Reader file = Files.newBufferedReader(whole.resolve(PRIVATE).resolve("users.properties"))) {
            passwords.load(file);
        }
        return new SecureFolder(whole, passwords);
    }

    private static Stream<String> users() {
        return Stream.concat(
                Stream.of(BROKER, ADMIN), Arrays.stream(Actor.values()).map(Actor::user));
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void certificates(Path folder, Path secrets, List<String> hosts, SecureRandom random)
            throws IOException {
        write(secrets.resolve("ca.password"), password(random));
        write(secrets.resolve("broker.password"), password(random));
        CertificateAuthority authority = CertificateAuthority.create(folder, secrets);
        authority.sign("broker", BROKER, hosts, folder.resolve("broker.pem"));
    }

    /**
     * A certificate for HTTP.
     *
     * @param keyStore PKCS12, with the key
     * @param password file of its password
     * @param authority who signed it, in PEM: what clients trust
     */
    public record Issued(Path keyStore, Path password, Path authority) {}

    /**
     * Makes a certificate for a service's HTTP. One that was issued before under this name is replaced at once and whole, under
     * the same password, so that a service that runs can take it up.
     *
     * @param name 1 to 32 lower-case letters, digits and hyphens; neither {@code ca} nor {@code broker}
     * @param hosts names and addresses under which it is reached, 1 or more
     * @throws IllegalArgumentException for another name
     * @throws IOException where it can't be made
     */
    public Issued issue(String name, List<String> hosts) throws IOException {
        if (!NAME.matcher(name).matches() || name.equals("ca") || name.equals("broker")) {
            throw new IllegalArgumentException(
                    "A name has 1 to 32 lower-case letters, digits and hyphens, and is neither" + " ca nor broker: not "
                            + name + ".");
        }
        Path secrets = folder.resolve(PRIVATE);
        Path password = secrets.resolve(name + ".password");
        if (!Files.exists(password)) {
            write(password, password(new SecureRandom()));
        }
        CertificateAuthority authority = CertificateAuthority.open(folder, secrets);
        return new Issued(authority.sign(name, name, hosts, null), password, folder.resolve(CertificateAuthority.PEM));
    }

    private static String client(Path folder, String user, String password) {
        return """
                security.protocol=SASL_SSL
                sasl.mechanism=%s
                sasl.jaas.config=%s
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(MECHANISM, jaas(user, password), folder.resolve("ca.pem"));
    }

    private static String jaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createFile(file, owner("rw-------"));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    private static FileAttribute<?> owner(String rights) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
    }

    /** The passwords of all users, so that a test can look for them where they must not be. */
    public List<String> passwords() {
        return passwords.stringPropertyNames().stream()
                .map(passwords::getProperty)
                .toList();
    }

    /** The file of client properties of a user. */
    public Path client(String user) {
        return folder.resolve("clients").resolve(user + ".properties");
    }

    /** What Kafka's storage is formatted with, so that the first broker knows its users: {@code kafka-storage --add-scram}. */
    public List<String> scram() {
        return passwords.stringPropertyNames().stream()
                .sorted()
                .map(user -> MECHANISM + "=[name=" + user + ",password=" + passwords.getProperty(user) + "]")
                .toList();
    }

    /**
     * Settings of a broker with its controller: clients and brokers by TLS and SCRAM, controllers by certificate; whoever was
     * not given a right has none.
     *
     * @param clients the name of the listener for clients and other brokers
     * @param controllers that of controllers
     * @throws IOException where the password of the brokers' certificate can't be read
     */
    public Properties broker(String clients, String controllers) throws IOException {
        String ours = "listener.name." + clients.toLowerCase(Locale.ROOT) + ".";
        String theirs = "listener.name." + controllers.toLowerCase(Locale.ROOT) + ".";
        Properties all = new Properties();
        all.put("sasl.enabled.mechanisms", MECHANISM);
        all.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
        all.put(
                ours + MECHANISM.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                jaas(BROKER, passwords.getProperty(BROKER)));
        all.put("ssl.keystore.type", "PKCS12");
        all.put(
                "ssl.keystore.location",
                folder.resolve(PRIVATE).resolve("broker.p12").toString());
        all.put(
                "ssl.keystore.password",
                Files.readString(folder.resolve(PRIVATE).resolve("broker.password")));
        all.put("ssl.truststore.type", "PEM");
        all.put("ssl.truststore.location", folder.resolve("ca.pem").toString());
        all.put(theirs + "ssl.client.auth", "required");
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("allow.everyone.if.no.acl.found", "false");
        all.put("super.users", "User:" + BROKER + ";User:" + ADMIN + ";User:CN=" + BROKER);
        return all;
    }
}
