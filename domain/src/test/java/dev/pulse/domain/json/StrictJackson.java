package dev.pulse.domain.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Design section 3's idea of a well-formed document, asked of Jackson and the JDK's decoder instead of our scanner. */
final class StrictJackson {
    private static final BigInteger LEAST = BigInteger.TWO.pow(63).negate();
    private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final JsonFactory FACTORY = new JsonFactory();

    private StrictJackson() {}

    static boolean accepts(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            Deque<Set<String>> open = new ArrayDeque<>();
            open.push(new HashSet<>());
            while (!open.isEmpty()) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                switch (token) {
                    case START_OBJECT, START_ARRAY -> open.push(new HashSet<>());
                    case END_OBJECT, END_ARRAY -> open.pop();
                    case FIELD_NAME -> {
                        if (hasLoneSurrogate(parser.currentName())
                                || !open.element().add(parser.currentName())) {
                            return false;
                        }
                    }
                    case VALUE_STRING -> {
                        if (hasLoneSurrogate(parser.getText())) {
                            return false;
                        }
                    }
                    case VALUE_NUMBER_INT -> {
                        BigInteger number = parser.getBigIntegerValue();
                        if (number.compareTo(LEAST) < 0
                                || number.compareTo(MOST) > 0
                                || parser.getText().startsWith("-0")) {
                            return false;
                        }
                    }
                    case VALUE_NUMBER_FLOAT -> {
                        return false;
                    }
                    default -> {}
                }
                if (open.size() > 16) {
                    return false;
                }
            }
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
