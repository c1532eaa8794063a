package dev.pulse.ingest.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer of the hot path.
 *
 * @param status HTTP status
 * @param body JSON object, UTF-8, without a line end
 * @param retryAfterS {@code Retry-After} in seconds, or 0 for none
 */
record Answer(int status, byte[] body, long retryAfterS) {
    static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");

    /** An error in the form of the whole project. */
    static Answer error(int status, String code, String detail, long retryAfterS) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(32 + code.length() + detail.length());
        json.writeBytes(ascii("{\"error\":\""));
        json.writeBytes(ascii(code));
        json.writeBytes(ascii("\",\"detail\":\""));
        json.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(detail));
        json.writeBytes(ascii("\"}"));
        return new Answer(status, json.toByteArray(), retryAfterS);
    }

    static Answer error(int status, String code, String detail) {
        return error(status, code, detail, 0);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Whether the connection ends with it: a node that this ingest can't serve now shall find its way to another one, and
     * where connections are balanced, that takes a new one.
     */
    boolean isLast() {
        return status == HttpStatus.SERVICE_UNAVAILABLE_503;
    }

    /** It as it goes over a connection, with the time that a {@code Date} field has. */
    ByteBuffer wire(String date) {
        String head = "HTTP/1.1 " + status + " " + HttpStatus.getMessage(status) + "\r\nDate: " + date
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + (retryAfterS > 0 ? "\r\nRetry-After: " + retryAfterS : "")
                + (isLast() ? "\r\nConnection: close" : "") + "\r\n\r\n";
        ByteBuffer wire = ByteBuffer.allocate(head.length() + body.length);
        return wire.put(ascii(head)).put(body).flip();
    }

    /** Sends it. A connection on which part of the request is still under way is closed afterwards, too. */
    void send(Request request, Response response, Callback callback) {
        send(request, response, callback, JSON);
    }

    void send(Request request, Response response, Callback callback, HttpField contentType) {
        response.setStatus(status);
        response.getHeaders().put(contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        if (retryAfterS > 0) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfterS);
        }
        if (!request.consumeAvailable() || isLast()) {
            response.getHeaders().put(CLOSE);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
