package dev.pulse.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.BufferUtil;

/** The reader in front of the ingest's server against the server's own parser: what it takes, Jetty takes in the same way. */
public final class RequestTarget {
    private RequestTarget() {}

    /** Whatever is read as plain is one whole request to Jetty, with the same body and nothing about it that counts. */
    public static void plainRequest(byte[] bytes) {
        PlainRequest plain = new PlainRequest();
        if (!plain.read(bytes, 0, bytes.length)) {
            return;
        }
        int end = plain.bodyFrom() + plain.bodyLength();
        assertThat(end).isLessThanOrEqualTo(bytes.length);
        Seen seen = new Seen();
        HttpParser jetty = new HttpParser(seen);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (!seen.complete && seen.failure == null && in.hasRemaining()) {
            jetty.parseNext(in);
        }
        if (!seen.complete && seen.failure == null) {
            // A body of nothing is complete without a further byte.
            jetty.parseNext(in);
        }
        assertThat(seen.failure).isNull();
        assertThat(seen.complete).isTrue();
        assertThat(seen.line).isEqualTo("POST /v1/heartbeats HTTP/1.1");
        assertThat(in.position()).as("where the next request begins").isEqualTo(end);
        assertThat(seen.body).isEqualTo(Arrays.copyOfRange(bytes, plain.bodyFrom(), end));
        assertThat(seen.values(HttpHeader.CONTENT_TYPE))
                .singleElement()
                .asString()
                .isEqualToIgnoringCase("application/json");
        assertThat(seen.values(HttpHeader.HOST)).hasSize(1);
        assertThat(seen.values(HttpHeader.CONTENT_ENCODING)).isEmpty();
        assertThat(seen.values(HttpHeader.TRANSFER_ENCODING)).isEmpty();
        assertThat(seen.values(HttpHeader.EXPECT)).isEmpty();
    }

    /** What the parser tells. */
    private static final class Seen implements HttpParser.RequestHandler {
        private final List<HttpField> fields = new ArrayList<>();
        private String line;
        private byte[] body = {};
        private boolean complete;
        private HttpException failure;

        List<String> values(HttpHeader name) {
            return fields.stream()
                    .filter(field -> field.getHeader() == name)
                    .map(HttpField::getValue)
                    .toList();
        }

        @Override
        public void startRequest(String method, String uri, HttpVersion version) {
            line = method + " " + uri + " " + version.asString();
        }

        @Override
        public void parsedHeader(HttpField field) {
            fields.add(field);
        }

        @Override
        public boolean headerComplete() {
            return false;
        }

        @Override
        public boolean content(ByteBuffer content) {
            byte[] more = BufferUtil.toArray(content);
            int before = body.length;
            body = Arrays.copyOf(body, before + more.length);
            System.arraycopy(more, 0, body, before, more.length);
            return false;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public boolean messageComplete() {
            complete = true;
            return true;
        }

        @Override
        public void earlyEOF() {
            throw new AssertionError("an end in the middle of a request");
        }

        @Override
        public void badMessage(HttpException bad) {
            failure = bad;
        }
    }
}
