package dev.pulse.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that misbehaves as it is told to: one TCP connection. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final Socket socket;

    RawClient(int port) {
        this(port, 1);
    }

    /** Comes from the loopback address 127.0.0.{@code from}. */
    RawClient(int port, int from) {
        socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) from}), 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over a connection that there is already. */
    RawClient(Socket connected) {
        socket = connected;
    }

    /** The head of a heartbeat of this length. */
    static String head(int length) {
        return "POST /v1/heartbeats HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a whole heartbeat and answers with the status line, the headers and the body. */
    String post(String body) {
        return send(head(body.length()) + body).answer();
    }

    /** Asks for something of this host. */
    String get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").answer();
    }

    boolean isAnswered() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One answer; it must have a Content-Length. */
    String answer() {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            int bodyLeft = Integer.MAX_VALUE;
            while (bodyLeft > 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                text.append((char) next);
                bodyLeft--;
                if (bodyLeft > 1_000_000
                        && text.length() > 4
                        && text.substring(text.length() - 4).equals("\r\n\r\n")) {
                    Matcher length = LENGTH.matcher(text);
                    bodyLeft = length.find() ? Integer.parseInt(length.group(1)) : 0;
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection, or does so now. */
    boolean isClosedByServer() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
