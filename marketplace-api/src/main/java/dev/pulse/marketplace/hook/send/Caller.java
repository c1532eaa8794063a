package dev.pulse.marketplace.hook.send;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts a body to an address that a stranger named. Over sockets of its own, since the address that is looked at must be the one
 * that is connected to: a name that is asked twice may answer differently (DNS rebinding). Of the answer, only its first line is
 * read; redirects are a failure like any other.
 */
public final class Caller implements AutoCloseable {
    private static final int CONNECT_MS = 5_000;
    private static final Duration ALL = Duration.ofSeconds(15);
    private static final int LONGEST_LINE = 1_024;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int LONGEST_URL = 512;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
    private static final Pattern PATH = Pattern.compile("[\\x21-\\x7e]*");

    private final Duration all;
    private final boolean allowHttp;
    private final boolean allowPrivate;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hook-watchdog").factory());

    /**
     * A caller.
     *
     * @param allowHttp whether {@code http} is taken too
     * @param allowPrivate whether addresses that are none of the public internet's are called too
     */
    public Caller(boolean allowHttp, boolean allowPrivate) {
        this(allowHttp, allowPrivate, ALL);
    }

    /** @param all how long a call takes at most */
    Caller(boolean allowHttp, boolean allowPrivate, Duration all) {
        this.all = all;
        this.allowHttp = allowHttp;
        this.allowPrivate = allowPrivate;
    }

    /** Why an address is not called, a sentence; null where it is. Asks the name server. */
    public String refusal(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            return "it is no address.";
        }
        if (url.length() > LONGEST_URL || !PATH.matcher(url).matches()) {
            return "it has more than " + LONGEST_URL + " characters, or others than those of an address.";
        }
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if (!https && !(allowHttp && "http".equalsIgnoreCase(uri.getScheme()))) {
            return "it must begin with https://.";
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return "it must name a host, without user or fragment.";
        }
        try {
            address(uri);
            return null;
        } catch (UnknownHostException e) {
            return "its host is not known.";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** The address that is connected to: every one that the name stands for must be allowed. */
    private InetAddress address(URI uri) throws IOException {
        InetAddress[] all = InetAddress.getAllByName(host(uri));
        for (InetAddress each : all) {
            if (!allowPrivate && !TargetRule.isPublic(each)) {
                throw new IOException("its host is at an address that is none of the public internet's.");
            }
        }
        return all[0];
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : IDN.toASCII(host);
    }

    private static int port(URI uri) {
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        return uri.getPort() >= 0 ? uri.getPort() : https ? HTTPS_PORT : HTTP_PORT;
    }

    /** What shares a connection's bound: one call at a time goes there. */
    public static String target(String url) {
        URI uri = URI.create(url);
        return host(uri).toLowerCase(Locale.ROOT) + ":" + port(uri);
    }

    /**
     * Posts JSON.
     *
     * @return what it failed of, a sentence for a person; null when the answer was 2xx
     */
    public String post(String url, Map<String, String> headers, String body) {
        String refusal = refusal(url);
        if (refusal != null) {
            return "Not called: " + refusal;
        }
        URI uri = URI.create(url);
        AtomicBoolean late = new AtomicBoolean();
        try (Socket socket = new Socket()) {
            ScheduledFuture<?> end = watchdog.schedule(
                    () -> {
                        late.set(true);
                        drop(socket);
                    },
                    all.toMillis(),
                    TimeUnit.MILLISECONDS);
            try {
                // Asked once, looked at, and connected to.
                InetAddress address = address(uri);
                socket.setSoTimeout((int) all.toMillis());
                socket.connect(new InetSocketAddress(address, port(uri)), CONNECT_MS);
                if (!allowPrivate && !TargetRule.isPublic(socket.getInetAddress())) {
                    return "Not called: its host is at an address that is none of the public internet's.";
                }
                return exchange(
                        "https".equalsIgnoreCase(uri.getScheme()) ? secured(socket, uri) : socket, uri, headers, body);
            } finally {
                end.cancel(false);
            }
        } catch (SocketTimeoutException e) {
            return "No answer in time.";
        } catch (IOException e) {
            return late.get()
                    ? "No answer in time."
                    : "Not reached, or cut off: " + e.getClass().getSimpleName() + ".";
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static Socket secured(Socket plain, URI uri) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host(uri), port(uri), true);
        SSLParameters parameters = socket.getSSLParameters();
        // Checks that the certificate is for this host (RFC 2818), which a bare socket does not.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String exchange(Socket socket, URI uri, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder("POST ")
                .append(path)
                .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(uri.getRawAuthority())
                .append("\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(bytes.length)
                .append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return judged(line(new BufferedInputStream(socket.getInputStream(), LONGEST_LINE)));
    }

    private static String judged(String line) {
        Matcher status = STATUS.matcher(line);
        if (!status.matches()) {
            return "What answers there does not speak HTTP.";
        }
        return switch (status.group(1).charAt(0)) {
            case '2' -> null;
            case '3' -> "HTTP " + status.group(1) + ": redirects are not followed.";
            default -> "HTTP " + status.group(1) + ".";
        };
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n' && line.length() < LONGEST_LINE; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}
