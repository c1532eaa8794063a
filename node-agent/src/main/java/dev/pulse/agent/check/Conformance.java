package dev.pulse.agent.check;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs a file of heartbeats whose verdicts are known, of the form of the shared vectors. */
public final class Conformance {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Conformance() {}

    /**
     * One case of the file.
     *
     * @param name what it is called
     * @param receivedAtS the ingest's clock, unix seconds
     * @param body the bytes of the POST
     * @param verdict what must be found
     * @param canonical the canonical payload that must be found, or null where the file gives none
     * @param sha256 the hash that must be found, lower-case hex, or null
     */
    public record Case(String name, long receivedAtS, byte[] body, String verdict, String canonical, String sha256) {}

    /**
     * A case that came out differently.
     *
     * @param name the case
     * @param what one sentence: what was expected and what was found
     */
    public record Difference(String name, String what) {}

    /**
     * Reads a file of cases.
     *
     * @throws IOException when it is not of the form; the message is a sentence that names the place
     */
    public static List<Case> read(byte[] file) throws IOException {
        JsonNode root = JSON.readTree(file);
        if (!root.path("cases").isArray() || root.path("cases").isEmpty()) {
            throw new IOException("The file has no array \"cases\" with at least one case in it.");
        }
        List<Case> cases = new ArrayList<>();
        for (JsonNode node : root.path("cases")) {
            cases.add(parse(node, cases.size()));
        }
        return cases;
    }

    /** The differences of a case: none when verdict, canonical payload and hash are what they must be. */
    public static List<Difference> run(HeartbeatCheck check, Case expected) {
        Finding found = check.check(expected.body(), expected.receivedAtS() * 1000);
        List<Difference> differences = new ArrayList<>();
        if (!found.verdict().equals(expected.verdict())) {
            differences.add(new Difference(
                    expected.name(),
                    "verdict: expected " + expected.verdict() + ", found " + found.verdict() + " (" + found.reason()
                            + ")"));
        }
        if (expected.canonical() != null) {
            String canonical = found.canonical() == null ? null : new String(found.canonical(), StandardCharsets.UTF_8);
            if (!expected.canonical().equals(canonical)) {
                differences.add(new Difference(expected.name(), canonicalDifference(expected.canonical(), canonical)));
            }
        }
        if (expected.sha256() != null && !expected.sha256().equals(found.sha256())) {
            differences.add(new Difference(
                    expected.name(), "sha256: expected " + expected.sha256() + ", found " + found.sha256()));
        }
        return differences;
    }

    private static String canonicalDifference(String expected, String found) {
        if (found == null) {
            return "canonical: expected " + expected.length() + " characters, found none";
        }
        int at = 0;
        while (at < Math.min(expected.length(), found.length()) && expected.charAt(at) == found.charAt(at)) {
            at++;
        }
        return "canonical: differs at character " + at + ": expected '" + around(expected, at) + "', found '"
                + around(found, at) + "'";
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 10), Math.min(text.length(), at + 30));
    }

    private static Case parse(JsonNode node, int index) throws IOException {
        String where = "Case " + index + " (" + node.path("name").asText("without a name") + ")";
        return new Case(
                text(node, "name", where, true),
                receivedAt(node, where),
                utf8(text(node, "body", where, true), where),
                text(node, "verdict", where, true),
                text(node, "canonical", where, false),
                text(node, "sha256", where, false));
    }

    private static long receivedAt(JsonNode node, String where) throws IOException {
        JsonNode value = node.path("received_at");
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || Math.abs(value.asLong()) > Long.MAX_VALUE / 1000) {
            throw new IOException(where + " has no \"received_at\" in unix seconds.");
        }
        return value.asLong();
    }

    private static String text(JsonNode node, String field, String where, boolean required) throws IOException {
        JsonNode value = node.path(field);
        if (value.isTextual()) {
            return value.asText();
        }
        if (required || !(value.isMissingNode() || value.isNull())) {
            throw new IOException(where + " has no text \"" + field + "\".");
        }
        return null;
    }

    private static byte[] utf8(String body, String where) throws IOException {
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(body));
            byte[] result = new byte[bytes.remaining()];
            bytes.get(result);
            return result;
        } catch (CharacterCodingException e) {
            throw new IOException(where + " has a body with a lone surrogate, which has no UTF-8 bytes.", e);
        }
    }
}
