package dev.pulse.domain.json;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Random documents as trees, their many spellings on the wire, and the naive way to their canonical form: a tree, a
 * sorted map and a string builder, sharing nothing with the code under test.
 */
final class RandomJson {
    private static final BigInteger LEAST = BigInteger.TWO.pow(63).negate();
    private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    /** Characters where implementations part ways: controls, DEL, quotes, both sides of the surrogates, astral ones. */
    private static final int[] AWKWARD = {
        0, 1, 8, 9, 10, 11, 12, 13, 0x1f, ' ', '"', '\\', '/', '0', 'A', 'a', 'b', 0x7f, 0x80, 0xe9, 0x7ff, 0x800,
        0x2028, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f33f, 0x10ffff
    };

    private final RandomGenerator random;

    RandomJson(RandomGenerator random) {
        this.random = random;
    }

    /** An object of at most {@code levels} levels. */
    Map<String, Object> object(int levels) {
        Map<String, Object> object = new LinkedHashMap<>();
        int size = random.nextInt(8) == 0 ? random.nextInt(60) : random.nextInt(7);
        for (int i = 0; i < size; i++) {
            object.put(text(), value(levels - 1));
        }
        return object;
    }

    private Object value(int levels) {
        int kind = random.nextInt(levels > 0 ? 10 : 6);
        return switch (kind) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> number();
            case 4, 5 -> text();
            case 6, 7 -> {
                List<Object> list = new ArrayList<>();
                int size = random.nextInt(5);
                for (int i = 0; i < size; i++) {
                    list.add(value(levels - 1));
                }
                yield list;
            }
            default -> object(levels);
        };
    }

    private BigInteger number() {
        return switch (random.nextInt(6)) {
            case 0 -> LEAST;
            case 1 -> MOST;
            case 2 -> BigInteger.valueOf(random.nextLong());
            case 3 -> new BigInteger(Long.toUnsignedString(random.nextLong()));
            default -> BigInteger.valueOf(random.nextInt(-20, 20));
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    random.nextInt(3) == 0 ? 'a' + random.nextInt(4) : AWKWARD[random.nextInt(AWKWARD.length)]);
        }
        return text.toString();
    }

    /** One of the spellings of an object: members in any order, white space and escapes where JSON allows them. */
    byte[] spell(Map<String, Object> object) {
        StringBuilder out = new StringBuilder();
        space(out);
        spell(object, out);
        space(out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void spell(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> {
                List<Map.Entry<?, ?>> members = new ArrayList<>(map.entrySet());
                Collections.shuffle(members, java.util.Random.from(random));
                out.append('{');
                space(out);
                String separator = "";
                for (Map.Entry<?, ?> member : members) {
                    out.append(separator);
                    space(out);
                    spell(member.getKey(), out);
                    space(out);
                    out.append(':');
                    space(out);
                    spell(member.getValue(), out);
                    space(out);
                    separator = ",";
                }
                out.append('}');
            }
            case List<?> list -> {
                out.append('[');
                space(out);
                String separator = "";
                for (Object element : list) {
                    out.append(separator);
                    space(out);
                    spell(element, out);
                    space(out);
                    separator = ",";
                }
                out.append(']');
            }
            case String text -> {
                out.append('"');
                text.codePoints().forEach(c -> spellCharacter(c, out));
                out.append('"');
            }
            case null -> out.append("null");
            default -> out.append(value);
        }
    }

    private void spellCharacter(int c, StringBuilder out) {
        boolean mustEscape = c < 0x20 || c == '"' || c == '\\';
        String shortEscapes = "\"\\/\b\f\n\r\t";
        int at = shortEscapes.indexOf(c);
        if (at >= 0 && random.nextBoolean()) {
            out.append('\\').append("\"\\/bfnrt".charAt(at));
        } else if (mustEscape || random.nextInt(4) == 0) {
            for (char unit : Character.toChars(c)) {
                String hex = String.format("%04x", (int) unit);
                out.append("\\u").append(random.nextBoolean() ? hex : hex.toUpperCase(java.util.Locale.ROOT));
            }
        } else {
            out.appendCodePoint(c);
        }
    }

    private void space(StringBuilder out) {
        while (random.nextInt(4) == 0) {
            out.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }

    /** The canonical form of a tree, the obvious way. */
    static String canonical(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> {
                TreeMap<String, Object> sorted = new TreeMap<>((a, b) -> java.util.Arrays.compare(
                        a.codePoints().toArray(), b.codePoints().toArray()));
                map.forEach((k, v) -> sorted.put((String) k, v));
                String separator = "{";
                for (Map.Entry<String, Object> member : sorted.entrySet()) {
                    out.append(separator);
                    write(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ",";
                }
                out.append(sorted.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String separator = "[";
                for (Object element : list) {
                    out.append(separator);
                    write(element, out);
                    separator = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            case String text -> {
                out.append('"');
                text.codePoints().forEach(c -> {
                    String named = "\"\"\\\\\bb\ff\nn\rr\tt";
                    int at = -1;
                    for (int i = 0; i < named.length(); i += 2) {
                        if (named.charAt(i) == c) {
                            at = i;
                        }
                    }
                    if (at >= 0) {
                        out.append('\\').append(named.charAt(at + 1));
                    } else if (c < 0x20) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                });
                out.append('"');
            }
            case null -> out.append("null");
            default -> out.append(value);
        }
    }
}
