package dev.pulse.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRequestTest {
    private static final String START = "POST /v1/heartbeats HTTP/1.1\r\n";
    private static final String HEAD =
            START + "Host: x:1\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n";

    private final PlainRequest request = new PlainRequest();

    private boolean reads(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return request.read(bytes, 0, bytes.length);
    }

    private static String with(String fields) {
        return START + fields + "\r\nabcd";
    }

    @Test
    void aWholeRequestIsFoundWhereverItStands() {
        byte[] bytes = ("zz" + HEAD + "abcdPOST").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(request.read(bytes, 2, bytes.length - 2)).isTrue();
        assertThat(request.bodyFrom()).isEqualTo(2 + HEAD.length());
        assertThat(request.bodyLength()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOST:x\r\ncontent-TYPE:\tApplication/JSON\r\nCONTENT-length:   4\r\n",
                "Content-Length: 0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 0004\r\nConnection: Keep-Alive\r\n",
                "Host: x\r\nUser-Agent: a b/1.0 (c; d)\r\nAccept: */*\r\nX-A:\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
            })
    void fieldsMayBeWrittenInAnyOrderAndCase(String fields) {
        assertThat(reads(with(fields))).isTrue();
    }

    @Test
    void itIsNotFoundBeforeItsLastByteIsThere() {
        String whole = HEAD + "abcd";
        for (int length = 0; length < whole.length(); length++) {
            assertThat(reads(whole.substring(0, length))).as("%d bytes", length).isFalse();
        }
        assertThat(reads(whole)).isTrue();
    }

    /** What Jetty reads in another way, or refuses, must not be read here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // No host, two, a strange one.
                "Content-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host:\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: a@b\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: :1\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x:\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x:0\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x:1:1\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x:y\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x:65536\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x:4294967297\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                // Lengths: none, two, signed, in another base, in a list, too long, more than there may be.
                "Host: x\r\nContent-Type: application/json\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nContent-Length: 4\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nContent-Length: 3\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: +4\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 0x4\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4, 4\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4 \r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 00004\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 8193\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: \r\n",
                // Other framings, and what must be thought about.
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Host: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nContent-Encoding: gzip\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nExpect: 100-continue\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nConnection: close\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nConnection: keep-alive, upgrade\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nUpgrade: h2c\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTE: trailers\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTrailer: a\r\n",
                // Types.
                "Host: x\r\nContent-Length: 4\r\n",
                "Host: x\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n",
                "Host: x\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 4\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                // Lines that are none.
                "Host: x\r\nContent-Type: application/json\r\nContent-Length : 4\r\n",
                "Host: x\r\nContent-Type: application/json\r\n Content-Length: 4\r\nContent-Length: 4\r\n",
                "Host: x\r\nContent-Type: application/json\r\nA: b\r\n c\r\nContent-Length: 4\r\n",
                "Host: x\nContent-Type: application/json\r\nContent-Length: 4\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nA: b\rc\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nA: b\nTransfer-Encoding: chunked\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nA: \u0000\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nA: \u00e9\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\n: b\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nA\r\n",
                "Host: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r",
            })
    void anythingElseIsLeftAlone(String fields) {
        assertThat(reads(with(fields))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/heartbeats HTTP/1.1\r\n",
                "POST /v1/heartbeats HTTP/1.0\r\n",
                "POST /v1/heartbeats?a=b HTTP/1.1\r\n",
                "POST /v1/heartbeats/ HTTP/1.1\r\n",
                "POST /v1/heartbeats:batch HTTP/1.1\r\n",
                "POST http://x/v1/heartbeats HTTP/1.1\r\n",
                "POST  /v1/heartbeats HTTP/1.1\r\n",
                "post /v1/heartbeats HTTP/1.1\r\n",
                "\r\nPOST /v1/heartbeats HTTP/1.1\r\n",
            })
    void anotherRequestLineIsLeftAlone(String line) {
        assertThat(reads(HEAD.replace(START, line) + "abcd")).isFalse();
    }

    /** Whatever one octet of a plain request becomes: it reads within its bytes, and a length it believes is the one sent. */
    @Test
    void noOctetMakesItReadBeyondWhatIsThere() {
        Random random = new Random(5);
        byte[] whole = (HEAD + "abcd").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = whole.clone();
            int changed = random.nextInt(bytes.length);
            bytes[changed] = (byte) random.nextInt();
            if (request.read(bytes, 0, bytes.length)) {
                assertThat(request.bodyFrom() + request.bodyLength()).isLessThanOrEqualTo(bytes.length);
                assertThat(request.bodyFrom()).isEqualTo(HEAD.length());
            }
        }
    }
}
