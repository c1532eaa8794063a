package dev.pulse.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * The part of the Apicurio registry's core API, version 3, that clients of schemas use, as release 3.3.3 answers it:
 * artifacts with versions, content ids, references, compatibility rules (which are kept, but not applied). In memory, on
 * a port of the loopback; can be stopped and started again on the same port, and remembers what it was asked.
 */
final class FakeRegistry implements AutoCloseable {
    private static final String BASE = "/apis/registry/v3";
    private static final Pattern CONTENT = Pattern.compile("/ids/contentIds/(\\d+)(/references)?");
    private static final Pattern CREATE = Pattern.compile("/groups/([^/]+)/artifacts");
    private static final Pattern RULES = Pattern.compile("/groups/([^/]+)/artifacts/([^/]+)/rules");
    private static final Pattern VERSION =
            Pattern.compile("/groups/([^/]+)/artifacts/([^/]+)/versions/([^/]+?)(/content|/references)?");

    private record Version(String group, String artifact, int version, int contentId) {}

    private record Content(String text, JsonNode references) {}

    private final ObjectMapper json = new ObjectMapper();
    private final List<Version> versions = new ArrayList<>();
    private final List<Content> contents = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final SSLContext tls;
    private final String address;
    private final int port;
    private HttpServer server;
    private int failWith;
    private String password;

    FakeRegistry() {
        this(null, "127.0.0.1");
    }

    /**
     * One that speaks TLS.
     *
     * @param tls with its certificate; null for plain HTTP
     * @param address of loopback
     */
    FakeRegistry(SSLContext tls, String address) {
        this.tls = tls;
        this.address = address;
        start(0);
        port = server.getAddress().getPort();
    }

    URI url() {
        return URI.create((tls == null ? "http" : "https") + "://" + address + ":" + port + BASE);
    }

    /** Lets in nobody but {@code pulse} with this password from now on. */
    void demand(String wanted) {
        password = wanted;
    }

    RegistrySettings settings() {
        return new RegistrySettings(url());
    }

    /** Every call since the start, as {@code GET /ids/contentIds/1}. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    List<String> rules() {
        return List.copyOf(rules);
    }

    /** Answers everything with this status from now on; 0 for none. */
    void failWith(int status) {
        failWith = status;
    }

    void stop() {
        server.stop(0);
    }

    void startAgain() {
        start(port);
    }

    private void start(int wanted) {
        try {
            InetSocketAddress there = new InetSocketAddress(InetAddress.getByName(address), wanted);
            if (tls == null) {
                server = HttpServer.create(there, 16);
            } else {
                HttpsServer secured = HttpsServer.create(there, 16);
                secured.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secured;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle).setAuthenticator(new BasicAuthenticator("registry") {
            @Override
            public Result authenticate(HttpExchange exchange) {
                return password == null
                        ? new Success(new HttpPrincipal("anybody", getRealm()))
                        : super.authenticate(exchange);
            }

            @Override
            public boolean checkCredentials(String user, String given) {
                return user.equals("pulse") && given.equals(password);
            }
        });
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String call = exchange.getRequestMethod() + " " + path.replace(BASE, "");
            calls.add(call);
            if (failWith != 0) {
                answer(exchange, failWith, error("It has been told to."));
            } else if (!path.startsWith(BASE)) {
                answer(exchange, 404, error("No such path."));
            } else {
                route(exchange, exchange.getRequestMethod(), path.substring(BASE.length()), body);
            }
        } catch (RuntimeException e) {
            throw new AssertionError("the registry of the test failed", e);
        }
    }

    private synchronized void route(HttpExchange exchange, String method, String path, byte[] body) throws IOException {
        Matcher content = CONTENT.matcher(path);
        Matcher create = CREATE.matcher(path);
        Matcher rule = RULES.matcher(path);
        Matcher version = VERSION.matcher(path);
        if (method.equals("GET") && content.matches()) {
            long id = Long.parseLong(content.group(1));
            if (id < 1 || id > contents.size()) {
                answer(exchange, 404, error("No content with ID '" + id + "' was found."));
            } else {
                Content found = contents.get((int) id - 1);
                answer(
                        exchange,
                        200,
                        content.group(2) == null
                                ? found.text()
                                : found.references().toString());
            }
        } else if (method.equals("POST") && create.matches()) {
            create(exchange, create.group(1), json.readTree(body));
        } else if (method.equals("POST") && rule.matches()) {
            if (rules.contains(rule.group(2))) {
                answer(exchange, 409, error("A rule named 'COMPATIBILITY' already exists."));
            } else {
                rules.add(rule.group(2));
                exchange.sendResponseHeaders(204, -1);
            }
        } else if (method.equals("GET") && version.matches()) {
            version(exchange, version);
        } else {
            throw new AssertionError("a call that is not emulated: " + method + " " + path);
        }
    }

    private void version(HttpExchange exchange, Matcher path) throws IOException {
        List<Version> found = versions.stream()
                .filter(v -> v.group().equals(path.group(1)) && v.artifact().equals(path.group(2)))
                .filter(v ->
                        path.group(3).equals("branch=latest") || path.group(3).equals("" + v.version()))
                .toList();
        if (found.isEmpty()) {
            answer(exchange, 404, error("No such version."));
            return;
        }
        Version last = found.get(found.size() - 1);
        Content content = contents.get(last.contentId() - 1);
        String part = path.group(4);
        if ("/content".equals(part)) {
            answer(exchange, 200, content.text());
        } else if ("/references".equals(part)) {
            answer(exchange, 200, content.references().toString());
        } else {
            answer(exchange, 200, describe(last).toString());
        }
    }

    private void create(HttpExchange exchange, String group, JsonNode request) throws IOException {
        String artifact = request.path("artifactId").asText();
        JsonNode given = request.path("firstVersion").path("content");
        JsonNode references = given.path("references").isArray() ? given.path("references") : json.createArrayNode();
        Content content = new Content(given.path("content").asText(), references);
        if (!contents.contains(content)) {
            contents.add(content);
        }
        int contentId = contents.indexOf(content) + 1;
        List<Version> before = versions.stream()
                .filter(v -> v.group().equals(group) && v.artifact().equals(artifact))
                .toList();
        Version version = before.stream()
                .filter(v -> v.contentId() == contentId)
                .findFirst()
                .orElseGet(() -> {
                    Version fresh = new Version(group, artifact, before.size() + 1, contentId);
                    versions.add(fresh);
                    return fresh;
                });
        ObjectNode answer = json.createObjectNode();
        answer.putObject("artifact").put("artifactType", "AVRO").put("artifactId", artifact);
        answer.set("version", describe(version));
        answer(exchange, 200, answer.toString());
    }

    private ObjectNode describe(Version version) {
        ObjectNode node = json.createObjectNode()
                .put("version", "" + version.version())
                .put("artifactType", "AVRO")
                .put("globalId", versions.indexOf(version) + 1)
                .put("contentId", version.contentId())
                .put("artifactId", version.artifact())
                .put("state", "ENABLED");
        return version.group().equals("default") ? node : node.put("groupId", version.group());
    }

    /** Registers a schema the way a newer service would. */
    synchronized int register(String artifact, String text, ArrayNode references) {
        contents.add(new Content(text, references == null ? json.createArrayNode() : references));
        versions.add(new Version("default", artifact, 1, contents.size()));
        return contents.size();
    }

    private String error(String title) {
        return json.createObjectNode().put("title", title).toString();
    }

    private static void answer(HttpExchange exchange, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
