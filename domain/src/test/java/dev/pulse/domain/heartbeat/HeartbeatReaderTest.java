package dev.pulse.domain.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.json.Malformed.Code;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every known field at its borders. */
class HeartbeatReaderTest {
    private static final String ACCOUNT = "1eabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a7";
    private static final byte[] SIGNATURE_BYTES = signatureBytes();
    private static final String SIGNATURE = Base64.getEncoder().encodeToString(SIGNATURE_BYTES);
    private static final String REQUIRED =
            "\"node_id\":\"n-1\",\"node_account\":\"" + ACCOUNT + "\",\"timestamp\":1790000000";
    private static final String SIGNED = ",\"signature\":\"" + SIGNATURE + "\"";

    private final HeartbeatReader reader = new HeartbeatReader("devnet", false);
    private final HeartbeatReader lenient = new HeartbeatReader(null, true);

    private static byte[] signatureBytes() {
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 + 5);
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Reading.Read read(String body) {
        Reading reading = reader.read(utf8(body));
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return (Reading.Read) reading;
    }

    private Heartbeat with(String members) {
        return read("{" + REQUIRED + SIGNED + "," + members + "}").heartbeat();
    }

    private void assertRefused(Reading reading, Code code, String... words) {
        assertThat(reading).isInstanceOfSatisfying(Reading.Refused.class, refused -> {
            assertThat(refused.malformed().code())
                    .as(refused.malformed().detail())
                    .isEqualTo(code);
            assertThat(words)
                    .as(refused.malformed().detail())
                    .allMatch(refused.malformed().detail()::contains);
            assertThat(refused.malformed().detail()).hasSizeLessThanOrEqualTo(300);
        });
    }

    private void assertRefusedWith(String members, Code code, String... words) {
        assertRefused(reader.read(utf8("{" + REQUIRED + SIGNED + "," + members + "}")), code, words);
    }

    @Test
    void everyKnownFieldIsRead() {
        Heartbeat heartbeat = with("""
                        "hostname":"host-1","mycelium_ip":"46a:52b7::1","version":"1.0.3","uptime_s":86400,"running_vms":3,
                        "capacity":{"cpu_cores":16,"ram_gb":64,"disk_gb":2000,"gpu_count":1,"slices_total":15,"slices_used":2},
                        "location":{"country":"BE","city":"Ghent","latitude_e6":51053000,"longitude_e6":-3725000},
                        "gpus":[{"vendor":"nvidia","model":"L4","vram_gb":24},{}],"region":"eu","audience":"devnet"
                        """);
        assertThat(heartbeat.nodeId()).isEqualTo("n-1");
        assertThat(heartbeat.account().hex()).isEqualTo(ACCOUNT);
        assertThat(heartbeat.timestamp()).isEqualTo(1_790_000_000L);
        assertThat(heartbeat.hostname()).isEqualTo("host-1");
        assertThat(heartbeat.myceliumIp()).isEqualTo("46a:52b7::1");
        assertThat(heartbeat.version()).isEqualTo("1.0.3");
        assertThat(heartbeat.uptimeS()).isEqualTo(86400);
        assertThat(heartbeat.runningVms()).isEqualTo(3);
        assertThat(heartbeat.capacity()).isEqualTo(new Capacity(16, 64, 2000, 1, 15, 2));
        assertThat(heartbeat.location()).isEqualTo(new Location("BE", "Ghent", 51_053_000, -3_725_000));
        assertThat(heartbeat.gpus()).isEqualTo(List.of(new Gpu("nvidia", "L4", 24), new Gpu(null, null, -1)));
        assertThat(heartbeat.region()).isEqualTo("eu");
        assertThat(heartbeat.audience()).isEqualTo("devnet");
    }

    @Test
    void payloadIsTheDocumentWithoutItsOwnSignatureOnly() {
        Reading.Read read = read("{" + REQUIRED + SIGNED + ",\"x\":{\"signature\":\"kept\"}}");
        assertThat(read.signature()).isEqualTo(SIGNATURE_BYTES);
        assertThat(new String(read.canonical(), StandardCharsets.UTF_8))
                .isEqualTo("{\"node_account\":\"" + ACCOUNT
                        + "\",\"node_id\":\"n-1\",\"timestamp\":1790000000,\"x\":{\"signature\":\"kept\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostname",
                "mycelium_ip",
                "version",
                "region",
                "audience",
                "uptime_s",
                "running_vms",
                "capacity",
                "location",
                "gpus"
            })
    void nullAndEmptyAreAbsentButStayInThePayload(String field) {
        Heartbeat bare = read("{" + REQUIRED + SIGNED + "}").heartbeat();
        for (String nothing : new String[] {"null", "\"\""}) {
            Reading.Read read = read("{" + REQUIRED + SIGNED + ",\"" + field + "\":" + nothing + "}");
            assertThat(read.heartbeat()).isEqualTo(bare);
            assertThat(new String(read.canonical(), StandardCharsets.UTF_8)).contains("\"" + field + "\":" + nothing);
        }
        assertThat(bare.capacity()).isEqualTo(Capacity.UNKNOWN);
        assertThat(bare.location()).isEqualTo(Location.UNKNOWN);
        assertThat(bare.uptimeS()).isEqualTo(-1);
        assertThat(bare.gpus()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"node_id", "node_account", "timestamp", "signature"})
    void requiredFieldsThatAreAbsentNullOrEmptyAreMissing(String field) {
        String body = "{" + REQUIRED + SIGNED + "}";
        String renamed = body.replace("\"" + field + "\":", "\"x\":");
        assertRefused(reader.read(utf8(renamed)), Code.MISSING_FIELD, field);
        for (String nothing : new String[] {"null", "\"\""}) {
            String emptied = renamed.replace("{", "{\"" + field + "\":" + nothing + ",");
            assertRefused(reader.read(utf8(emptied)), Code.MISSING_FIELD, field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hostname\":5 | hostname",
                "\"hostname\":{} | hostname",
                "\"mycelium_ip\":[] | mycelium_ip",
                "\"version\":1 | version",
                "\"region\":true | region",
                "\"audience\":1 | audience",
                "\"uptime_s\":\"1\" | uptime_s",
                "\"uptime_s\":-1 | uptime_s",
                "\"uptime_s\":9223372036854775808 | uptime_s",
                "\"uptime_s\":18446744073709551615 | uptime_s",
                "\"running_vms\":-1 | running_vms",
                "\"running_vms\":false | running_vms",
                "\"capacity\":[] | capacity",
                "\"capacity\":1 | capacity",
                "\"capacity\":{\"ram_gb\":-1} | capacity.ram_gb",
                "\"capacity\":{\"cpu_cores\":\"8\"} | capacity.cpu_cores",
                "\"capacity\":{\"disk_gb\":[]} | capacity.disk_gb",
                "\"capacity\":{\"gpu_count\":-9223372036854775808} | capacity.gpu_count",
                "\"capacity\":{\"slices_total\":{}} | capacity.slices_total",
                "\"capacity\":{\"slices_used\":true} | capacity.slices_used",
                "\"location\":\"BE\" | location",
                "\"location\":{\"country\":1} | location.country",
                "\"location\":{\"city\":[]} | location.city",
                "\"location\":{\"latitude_e6\":90000001} | location.latitude_e6",
                "\"location\":{\"latitude_e6\":-90000001} | location.latitude_e6",
                "\"location\":{\"latitude_e6\":18446744073709551615} | location.latitude_e6",
                "\"location\":{\"latitude_e6\":\"51\"} | location.latitude_e6",
                "\"location\":{\"longitude_e6\":180000001} | location.longitude_e6",
                "\"location\":{\"longitude_e6\":-180000001} | location.longitude_e6",
                "\"gpus\":{} | gpus",
                "\"gpus\":[1] | gpus",
                "\"gpus\":[null] | gpus",
                "\"gpus\":[{\"vram_gb\":-1}] | gpus[].vram_gb",
                "\"gpus\":[{},{\"model\":4}] | gpus[].model",
                "\"gpus\":[{\"vendor\":{}}] | gpus[].vendor"
            })
    void wrongTypeOrRangeNamesTheField(String members, String field) {
        assertRefusedWith(members, Code.BAD_FIELD, field);
    }

    @Test
    void bordersOfRangesAreInside() {
        assertThat(with("\"uptime_s\":9223372036854775807").uptimeS()).isEqualTo(Long.MAX_VALUE);
        assertThat(with("\"uptime_s\":0").uptimeS()).isZero();
        assertThat(with("\"location\":{\"latitude_e6\":90000000,\"longitude_e6\":-180000000}")
                        .location())
                .isEqualTo(new Location(null, null, 90_000_000, -180_000_000));
        assertThat(with("\"location\":{\"latitude_e6\":-90000000,\"longitude_e6\":180000000}")
                        .location())
                .isEqualTo(new Location(null, null, -90_000_000, 180_000_000));
        assertThat(with("\"hostname\":\"" + "h".repeat(255) + "\"").hostname()).hasSize(255);
        assertRefusedWith("\"hostname\":\"" + "h".repeat(256) + "\"", Code.BAD_FIELD, "hostname", "255");
        assertThat(with("\"version\":\"" + "v".repeat(128) + "\"").version()).hasSize(128);
        assertThat(with("\"version\":\"" + "\\u0076".repeat(128) + "\"").version())
                .hasSize(128);
        assertRefusedWith("\"version\":\"" + "\\u0076".repeat(129) + "\"", Code.BAD_FIELD, "version", "128");
        assertRefusedWith("\"version\":\"" + "v".repeat(129) + "\"", Code.BAD_FIELD, "version", "128");
        assertThat(with("\"gpus\":[" + "{},".repeat(63) + "{}]").gpus()).hasSize(64);
        assertRefusedWith("\"gpus\":[" + "{},".repeat(64) + "{}]", Code.BAD_FIELD, "gpus");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, -5",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "18446744073709551615, 9223372036854775807"
    })
    void everyIntegerIsATimestamp(String written, long held) {
        String body = ("{" + REQUIRED + SIGNED + "}").replace("1790000000", written);
        assertThat(read(body).heartbeat().timestamp()).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1790000000\"", "true", "[]", "{}"})
    void timestampOfAnotherTypeIsABadField(String written) {
        String body = ("{" + REQUIRED + SIGNED + "}").replace("1790000000", written);
        assertRefused(reader.read(utf8(body)), Code.BAD_FIELD, "timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "A", "node_1", "n.1", "n 1", "n\u00e9", "n~u0000"})
    void nodeIdOfAnotherFormIsRefused(String nodeId) {
        String body = ("{" + REQUIRED + SIGNED + "}").replace("n-1", nodeId.replace('~', '\\'));
        assertRefused(reader.read(utf8(body)), Code.BAD_NODE_ID, "node_id");
    }

    @Test
    void nodeIdHasAtMost64Characters() {
        String body = "{" + REQUIRED + SIGNED + "}";
        assertThat(read(body.replace("n-1", "n".repeat(64))).heartbeat().nodeId())
                .hasSize(64);
        assertRefused(reader.read(utf8(body.replace("n-1", "n".repeat(65)))), Code.BAD_NODE_ID);
        assertRefused(reader.read(utf8(body.replace("n-1", "n".repeat(7000)))), Code.BAD_NODE_ID);
        assertRefused(reader.read(utf8(body.replace("\"n-1\"", "7"))), Code.BAD_FIELD, "node_id");
    }

    @Test
    void accountsThatAreNotImplicitSayWhy() {
        String body = "{" + REQUIRED + SIGNED + "}";
        assertRefused(
                reader.read(utf8(body.replace(ACCOUNT, "fred.dev.hero"))),
                Code.BAD_ACCOUNT,
                "named accounts belong to system contracts alone");
        assertRefused(
                reader.read(utf8(body.replace(ACCOUNT, ACCOUNT.toUpperCase(java.util.Locale.ROOT)))),
                Code.BAD_ACCOUNT,
                "64 lower-case hex");
        assertRefused(reader.read(utf8(body.replace(ACCOUNT, "x".repeat(7000)))), Code.BAD_ACCOUNT);
        assertRefused(reader.read(utf8(body.replace(ACCOUNT, "01" + "0".repeat(62)))), Code.WEAK_ACCOUNT);
        assertRefused(reader.read(utf8(body.replace(ACCOUNT, "ee" + "f".repeat(60) + "7f"))), Code.WEAK_ACCOUNT);
    }

    @Test
    void audienceOfAnotherNetworkIsRefusedWhereOneIsConfigured() {
        assertThat(with("\"audience\":\"devnet\"").audience()).isEqualTo("devnet");
        assertRefusedWith("\"audience\":\"mainnet\"", Code.WRONG_AUDIENCE, "audience");
        assertRefusedWith("\"audience\":\"devnet \"", Code.WRONG_AUDIENCE);
        assertThat(lenient.read(utf8("{" + REQUIRED + SIGNED + ",\"audience\":\"mainnet\"}")))
                .isInstanceOf(Reading.Read.class);
    }

    @Test
    void unsignedIsReadOnlyWhereAllowed() {
        for (String unsigned : new String[] {"", ",\"signature\":null", ",\"signature\":\"\""}) {
            assertThat(lenient.read(utf8("{" + REQUIRED + unsigned + "}")))
                    .isInstanceOfSatisfying(Reading.Read.class, read -> {
                        assertThat(read.signature()).isNull();
                        assertThat(new String(read.canonical(), StandardCharsets.UTF_8))
                                .doesNotContain("signature");
                    });
        }
        assertRefused(lenient.read(utf8("{" + REQUIRED + ",\"signature\":\"!!!!\"}")), Code.BAD_SIGNATURE_ENCODING);
    }

    @Test
    void signatureIsStrictBase64() {
        String last = SIGNATURE.substring(85, 86);
        String stray = SIGNATURE.substring(0, 85) + (char) (last.charAt(0) + 1) + "==";
        assertThat(Base64.getDecoder().decode(stray))
                .as("the JDK takes stray bits")
                .isEqualTo(SIGNATURE_BYTES);
        for (String bad : new String[] {
            stray,
            SIGNATURE.substring(0, 86),
            SIGNATURE.substring(0, 87),
            SIGNATURE + "=",
            " " + SIGNATURE,
            SIGNATURE.substring(0, 40) + "~n" + SIGNATURE.substring(40),
            SIGNATURE.substring(0, 10) + "-" + SIGNATURE.substring(11),
            SIGNATURE.substring(0, 10) + "_" + SIGNATURE.substring(11),
            SIGNATURE.substring(0, 10) + "\u0130" + SIGNATURE.substring(11),
            SIGNATURE.substring(0, 10) + "=" + SIGNATURE.substring(11),
            SIGNATURE.substring(0, 84) + "====",
            Base64.getEncoder().encodeToString(new byte[63]),
            Base64.getEncoder().encodeToString(new byte[65]),
            "A".repeat(7000)
        }) {
            String body = "{" + REQUIRED + ",\"signature\":\"" + bad.replace('~', '\\') + "\"}";
            assertRefused(reader.read(utf8(body)), Code.BAD_SIGNATURE_ENCODING, "signature");
        }
        assertRefused(reader.read(utf8("{" + REQUIRED + ",\"signature\":5}")), Code.BAD_FIELD, "signature");
    }

    @Test
    void signatureMayBeEscapedOnTheWire() {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < SIGNATURE.length(); i++) {
            escaped.append(String.format("\\u%04x", (int) SIGNATURE.charAt(i)));
        }
        assertThat(read("{" + REQUIRED + ",\"signature\":\"" + escaped + "\"}").signature())
                .isEqualTo(SIGNATURE_BYTES);
        String slashes = SIGNATURE.replace("/", "\\/");
        assertThat(slashes).isNotEqualTo(SIGNATURE);
        assertThat(read("{" + REQUIRED + ",\"signature\":\"" + slashes + "\"}").signature())
                .isEqualTo(SIGNATURE_BYTES);
    }

    @Test
    void canonicalPayloadIsReadAsItStandsAndNothingElseIs() {
        Reading.Read read = read("{" + REQUIRED + SIGNED + ",\"hostname\":\"h\"}");
        byte[] payload = read.canonical();
        assertThat(reader.readCanonical(payload)).isInstanceOfSatisfying(Reading.Read.class, again -> {
            assertThat(again.heartbeat()).isEqualTo(read.heartbeat());
            assertThat(again.canonical()).isSameAs(payload);
            assertThat(again.signature()).isNull();
        });
        String text = new String(payload, StandardCharsets.UTF_8);
        for (String other : new String[] {text + " ", " " + text, text.replace(":", ": "), "{" + REQUIRED + "}"}) {
            assertRefused(reader.readCanonical(utf8(other)), Code.NOT_JSON, "canonical");
        }
        assertRefused(
                reader.readCanonical(utf8(text.replace(",\"timestamp\"", ",\"signature\":null,\"timestamp\""))),
                Code.BAD_FIELD,
                "signature");
        assertRefused(reader.readCanonical(utf8(text.replace(ACCOUNT, "x"))), Code.BAD_ACCOUNT);
        assertRefused(reader.readCanonical(new byte[0]), Code.NOT_JSON);
    }

    @Test
    void partOfAnArrayIsReadAlone() {
        String body = "{" + REQUIRED + SIGNED + "}";
        byte[] padded = utf8("[" + body + "]");
        assertThat(reader.read(padded, 1, padded.length - 2))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        part -> assertThat(part.canonical())
                                .isEqualTo(read(body).canonical()));
        assertRefused(reader.read(padded, 1, padded.length - 1), Code.NOT_JSON);
    }
}
