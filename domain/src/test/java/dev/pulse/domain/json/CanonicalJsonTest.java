package dev.pulse.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pulse.domain.json.CanonicalJson.Result;
import dev.pulse.domain.json.Malformed.Code;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The edges of the canonical form, one by one; in these texts {@code ~} stands for a backslash. */
class CanonicalJsonTest {
    private static byte[] bytes(String text) {
        return text.replace('~', '\\').getBytes(StandardCharsets.UTF_8);
    }

    private static Result canonicalize(String text) {
        return CanonicalJson.canonicalize(bytes(text));
    }

    private static void assertRefused(Result result, Code code) {
        assertThat(result).isInstanceOfSatisfying(Result.Refused.class, refused -> {
            assertThat(refused.malformed().code())
                    .as(refused.malformed().detail())
                    .isEqualTo(code);
            assertThat(refused.malformed().detail()).hasSizeBetween(10, 300).endsWith(".");
        });
    }

    private static void assertCanonical(Result result, String expected) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Canonical.class,
                        canonical -> assertThat(new String(canonical.bytes(), StandardCharsets.UTF_8))
                                .isEqualTo(expected.replace('~', '\\')));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("{}", "{}"),
                arguments(" \t\r\n{ } \n", "{}"),
                arguments("{\"a\":[ ]}", "{\"a\":[]}"),
                arguments("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}"),
                arguments("{\"a\":true,\"b\":false,\"c\":null}", "{\"a\":true,\"b\":false,\"c\":null}"),
                arguments("{\"\":1}", "{\"\":1}"),
                arguments("{\"a\":1,\"\":2,\"A\":3,\"a-b\":4,\"aa\":5}", "{\"\":2,\"A\":3,\"a\":1,\"a-b\":4,\"aa\":5}"),
                // U+FFFF is before U+10000 by code point, after it by UTF-16 unit.
                arguments("{\"\ud800\udc00\":1,\"\uffff\":2}", "{\"\uffff\":2,\"\ud800\udc00\":1}"),
                arguments("{\"~ud83c~udf3f\":1,\"~uff5e\":2}", "{\"\uff5e\":2,\"\ud83c\udf3f\":1}"),
                arguments("{\"~u0062\":1,\"a\":2}", "{\"a\":2,\"b\":1}"),
                arguments("{\"~n\":1,\"~u0001\":2}", "{\"~u0001\":2,\"~n\":1}"),
                arguments("{\"k\":\"~u00e9~u6d4b\"}", "{\"k\":\"\u00e9\u6d4b\"}"),
                arguments("{\"k\":\"~/~u002f\"}", "{\"k\":\"//\"}"),
                arguments("{\"k\":\"~u0022~u005c~u0008~u000c~u000a~u000d~u0009\"}", "{\"k\":\"~\"~~~b~f~n~r~t\"}"),
                arguments("{\"k\":\"~u001F~u000b~u0000\"}", "{\"k\":\"~u001f~u000b~u0000\"}"),
                arguments("{\"k\":\"\u007f\u2028\u2029~u007f~u2028\"}", "{\"k\":\"\u007f\u2028\u2029\u007f\u2028\"}"),
                arguments("{\"k\":\"~ud83c~udf3f~uD83C~uDF3F\"}", "{\"k\":\"\ud83c\udf3f\ud83c\udf3f\"}"),
                arguments(
                        "{\"z\":{\"b\":[{\"d\":1,\"c\":2}],\"a\":0}}", "{\"z\":{\"a\":0,\"b\":[{\"c\":2,\"d\":1}]}}"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptedTextHasThisForm(String text, String expected) {
        assertCanonical(canonicalize(text), expected);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", Code.NOT_JSON),
                arguments("   ", Code.NOT_JSON),
                arguments("\ufeff{}", Code.NOT_JSON),
                arguments("[]", Code.NOT_JSON),
                arguments("\"a\"", Code.NOT_JSON),
                arguments("1", Code.NOT_JSON),
                arguments("null", Code.NOT_JSON),
                arguments("{", Code.NOT_JSON),
                arguments("}", Code.NOT_JSON),
                arguments("{}{}", Code.NOT_JSON),
                arguments("{},", Code.NOT_JSON),
                arguments("{}\u0000", Code.NOT_JSON),
                arguments("{\"a\"}", Code.NOT_JSON),
                arguments("{\"a\":}", Code.NOT_JSON),
                arguments("{\"a\":1,}", Code.NOT_JSON),
                arguments("{,\"a\":1}", Code.NOT_JSON),
                arguments("{\"a\":1 \"b\":2}", Code.NOT_JSON),
                arguments("{a:1}", Code.NOT_JSON),
                arguments("{'a':1}", Code.NOT_JSON),
                arguments("{1:1}", Code.NOT_JSON),
                arguments("{\"a\":[1,]}", Code.NOT_JSON),
                arguments("{\"a\":[1 2]}", Code.NOT_JSON),
                arguments("{\"a\":[1}", Code.NOT_JSON),
                arguments("{\"a\":1]", Code.NOT_JSON),
                arguments("{\"a\":[", Code.NOT_JSON),
                arguments("{\"a\":\"b", Code.NOT_JSON),
                arguments("{\"a\":\"b~", Code.NOT_JSON),
                arguments("{\"a\":\"~\"", Code.NOT_JSON),
                arguments("{\"a\":tru}", Code.NOT_JSON),
                arguments("{\"a\":tru", Code.NOT_JSON),
                arguments("{\"a\":True}", Code.NOT_JSON),
                arguments("{\"a\":truex}", Code.NOT_JSON),
                arguments("{\"a\":NaN}", Code.NOT_JSON),
                arguments("{\"a\":Infinity}", Code.NOT_JSON),
                arguments("{\"a\":+1}", Code.NOT_JSON),
                arguments("{\"a\":0x10}", Code.NOT_JSON),
                arguments("{\"a\":1_0}", Code.NOT_JSON),
                arguments("{/**/}", Code.NOT_JSON),
                arguments("{\u00a0}", Code.NOT_JSON),
                arguments("{\u000b}", Code.NOT_JSON),
                arguments("{\"a\":\"\u0001\"}", Code.NOT_JSON),
                arguments("{\"a\":\"\n\"}", Code.NOT_JSON),
                arguments("{\"a\u0000\":1}", Code.NOT_JSON),
                arguments("{\"a\":\"~x\"}", Code.NOT_JSON),
                arguments("{\"a\":\"~U0041\"}", Code.NOT_JSON),
                arguments("{\"a\":\"~u\"}", Code.NOT_JSON),
                arguments("{\"a\":\"~u12\"}", Code.NOT_JSON),
                arguments("{\"a\":\"~u00g0\"}", Code.NOT_JSON),
                arguments("{\"a\":\"~u+041\"}", Code.NOT_JSON),
                arguments("{\"a\":\"~u00", Code.NOT_JSON),
                arguments("{\"a\":\"~ud83c\"}", Code.BAD_TEXT),
                arguments("{\"a\":\"~udf3f\"}", Code.BAD_TEXT),
                arguments("{\"a\":\"~udf3f~ud83c\"}", Code.BAD_TEXT),
                arguments("{\"a\":\"~ud83c~ud83c\"}", Code.BAD_TEXT),
                arguments("{\"a\":\"~ud83cx\"}", Code.BAD_TEXT),
                arguments("{\"a\":\"~ud83c~n\"}", Code.BAD_TEXT),
                arguments("{\"~ud83c\":1}", Code.BAD_TEXT),
                arguments("{\"a\":-0}", Code.BAD_NUMBER),
                arguments("{\"a\":-}", Code.BAD_NUMBER),
                arguments("{\"a\":-a}", Code.BAD_NUMBER),
                arguments("{\"a\":-Infinity}", Code.BAD_NUMBER),
                arguments("{\"a\":00}", Code.BAD_NUMBER),
                arguments("{\"a\":01}", Code.BAD_NUMBER),
                arguments("{\"a\":-01}", Code.BAD_NUMBER),
                arguments("{\"a\":1.0}", Code.BAD_NUMBER),
                arguments("{\"a\":0.5}", Code.BAD_NUMBER),
                arguments("{\"a\":-0.0}", Code.BAD_NUMBER),
                arguments("{\"a\":1e3}", Code.BAD_NUMBER),
                arguments("{\"a\":1E3}", Code.BAD_NUMBER),
                arguments("{\"a\":0e0}", Code.BAD_NUMBER),
                arguments("{\"a\":1,\"a\":1}", Code.DUPLICATE_KEY),
                arguments("{\"a\":1,\"b\":2,\"a\":3}", Code.DUPLICATE_KEY),
                arguments("{\"b\":1,\"a\":2,\"b\":3}", Code.DUPLICATE_KEY),
                arguments("{\"a\":1,\"~u0061\":2}", Code.DUPLICATE_KEY),
                arguments("{\"~u0061\":1,\"b\":1,\"~u0061\":2}", Code.DUPLICATE_KEY),
                arguments("{\"\":1,\"\":2}", Code.DUPLICATE_KEY),
                arguments("{\"~/\":1,\"/\":2}", Code.DUPLICATE_KEY),
                arguments("{\"~ud83c~udf3f\":1,\"\ud83c\udf3f\":2}", Code.DUPLICATE_KEY),
                arguments("{\"x\":[{\"a\":{\"k\":1,\"k\":1}}]}", Code.DUPLICATE_KEY));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusedTextHasThisCode(String text, Code code) {
        assertRefused(canonicalize(text), code);
    }

    /** Well-formed and ill-formed sequences around every border of Unicode table 3-7, inside a string. */
    @ParameterizedTest
    @CsvSource({
        "c280, true",
        "dfbf, true",
        "e0a080, true",
        "ed9fbf, true",
        "ee8080, true",
        "efbfbf, true",
        "f0908080, true",
        "f48fbfbf, true",
        "80, false",
        "bf, false",
        "c0af, false",
        "c1bf, false",
        "c2, false",
        "c241, false",
        "c2c0, false",
        "e0, false",
        "e09fbf, false",
        "e0a0, false",
        "e0a041, false",
        "eda080, false",
        "edbfbf, false",
        "eda0bdedb8bf, false",
        "f0808080, false",
        "f08fbfbf, false",
        "f09080, false",
        "f0908041, false",
        "f4908080, false",
        "f5808080, false",
        "f8888080, false",
        "fe, false",
        "ff, false"
    })
    void utf8IsStrict(String sequence, boolean wellFormed) {
        byte[] body = HexFormat.of()
                .parseHex(HexFormat.of().formatHex(bytes("{\"k\":\""))
                        + sequence
                        + HexFormat.of().formatHex(bytes("\"}")));
        if (wellFormed) {
            assertThat(CanonicalJson.canonicalize(body))
                    .isInstanceOfSatisfying(
                            Result.Canonical.class,
                            canonical -> assertThat(canonical.bytes()).isEqualTo(body));
        } else {
            assertRefused(CanonicalJson.canonicalize(body), Code.BAD_TEXT);
        }
        // Cut off anywhere, it is refused and nothing is read past the end.
        for (int length = 0; length < body.length; length++) {
            assertThat(CanonicalJson.canonicalize(Arrays.copyOf(body, length))).isInstanceOf(Result.Refused.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "-1, true",
        "9223372036854775807, true",
        "9223372036854775808, true",
        "9999999999999999999, true",
        "10000000000000000000, true",
        "18446744073709551609, true",
        "18446744073709551614, true",
        "18446744073709551615, true",
        "18446744073709551616, false",
        "18446744073709551619, false",
        "18446744073709551620, false",
        "18446744073709551625, false",
        "20000000000000000000, false",
        "99999999999999999999, false",
        "100000000000000000000, false",
        "184467440737095516150, false",
        "-9223372036854775807, true",
        "-9223372036854775808, true",
        "-9223372036854775809, false",
        "-9999999999999999999, false",
        "-18446744073709551615, false",
        "-18446744073709551616, false",
        "-100000000000000000000, false"
    })
    void integersReachFromMinusTwoTo63ToTwoTo64LessOne(String number, boolean inRange) {
        String text = "{\"n\":" + number + "}";
        if (inRange) {
            assertCanonical(canonicalize(text), text);
        } else {
            assertRefused(canonicalize(text), Code.BAD_NUMBER);
        }
    }

    @Test
    void sixteenLevelsAreTakenAndSeventeenAreNot() {
        // The document's own object is the first level.
        for (String[] brackets : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
            String core = brackets[0].equals("[") ? "" : "1";
            String sixteen = "{\"k\":" + brackets[0].repeat(15) + core + brackets[1].repeat(15) + "}";
            assertCanonical(canonicalize(sixteen), sixteen);
            String seventeen = "{\"k\":" + brackets[0].repeat(16) + core + brackets[1].repeat(16) + "}";
            assertRefused(canonicalize(seventeen), Code.TOO_DEEP);
        }
        assertRefused(canonicalize("{\"k\":" + "[".repeat(100_000)), Code.TOO_DEEP);
        assertRefused(canonicalize("{\"k\":".repeat(100_000)), Code.TOO_DEEP);
    }

    @Test
    void manySiblingsAreNotDepth() {
        String text = "{\"k\":[" + "[],".repeat(2000) + "[]]}";
        assertCanonical(canonicalize(text), text);
    }

    @Test
    void manyTinyKeysInTheWorstOrderAreSorted() {
        // Far more than a heartbeat can hold; a quadratic sort would take minutes.
        int members = 200_000;
        String descending = IntStream.range(0, members)
                .mapToObj(i -> String.format("\"%06d\":0", members - i))
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
        String ascending = IntStream.range(0, members)
                .mapToObj(i -> String.format("\"%06d\":0", i + 1))
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
        assertCanonical(canonicalize(descending), ascending);
        assertRefused(
                canonicalize(descending.substring(0, descending.length() - 1) + ",\"000001\":0}"), Code.DUPLICATE_KEY);
    }

    @Test
    void offsetsCountFromTheRangeGiven() {
        byte[] body = bytes("xx{\"a\":01}yy");
        assertThat(JsonDocument.parse(body, 2, 8))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.detail()).contains("byte 5"));
        byte[] good = bytes("xx{\"a\":1}yy");
        assertThat(JsonDocument.parse(good, 2, 7))
                .isInstanceOfSatisfying(
                        JsonDocument.class,
                        document -> assertThat(document.isCanonical()).isTrue());
        assertThat(JsonDocument.parse(good, 2, 6)).isInstanceOf(Malformed.class);
        assertThat(JsonDocument.parse(good, 2, 8)).isInstanceOf(Malformed.class);
    }

    @Test
    void memberIsFoundByItsUnescapedKeyAmongItsOwnObjectsMembers() {
        JsonDocument document = (JsonDocument)
                JsonDocument.parse(bytes("{\"a\":{\"sig\":1},\"s~u0069g\":\"~u0041b\",\"sig2\":3,\"n\":null}"));
        int member = document.find(document.root(), "sig");
        assertThat(document.kind(member)).isEqualTo(JsonDocument.Kind.STRING);
        assertThat(document.text(member)).isEqualTo("Ab");
        assertThat(document.find(document.root(), "si")).isEqualTo(JsonDocument.NONE);
        assertThat(document.find(document.find(document.root(), "a"), "sig")).isPositive();
        assertThat(document.find(document.find(document.root(), "a"), "n")).isEqualTo(JsonDocument.NONE);
        assertThat(new String(CanonicalJson.canonicalWithout(document, member), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":{\"sig\":1},\"n\":null,\"sig2\":3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"s\":1} | {}",
                "{\"s\":1,\"t\":2} | {\"t\":2}",
                "{\"r\":1,\"s\":2} | {\"r\":1}",
                "{\"r\":1,\"s\":2,\"t\":3} | {\"r\":1,\"t\":3}",
                "{\"r\":{\"s\":1},\"s\":{\"s\":2}} | {\"r\":{\"s\":1}}",
                "{ \"s\":1 } | {}",
                "{\"t\":2,\"s\":1} | {\"t\":2}",
                "{\"t\":2,\"s\":1,\"r\":0} | {\"r\":0,\"t\":2}"
            })
    void topLevelMemberIsCutAndNoOther(String text, String expected) {
        JsonDocument document = (JsonDocument) JsonDocument.parse(bytes(text));
        int member = document.find(document.root(), "s");
        assertThat(new String(CanonicalJson.canonicalWithout(document, member), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }
}
