package dev.pulse.marketplace.http.rpc;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Bodies;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** JSON-RPC 2.0 over HTTP: {@code POST} with a body of at most 64 KiB. */
public final class RpcServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MAX_BYTES = 64 * 1024;

    /** Where it stands. */
    public static final String PATH = "/rpc";

    private final transient RpcDesk desk;

    /**
     * These methods over HTTP.
     *
     * @param nanos a clock that never goes back
     */
    public RpcServlet(RpcMethods methods, LongSupplier nanos) {
        this.desk = new RpcDesk(methods, nanos);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            refuse(response, 405, "This address takes POST only.");
            return;
        }
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            refuse(response, 415, "This address takes application/json only.");
            return;
        }
        byte[] body;
        try {
            body = Bodies.read(request.getInputStream(), MAX_BYTES);
        } catch (Problem tooLarge) {
            refuse(response, tooLarge.status(), tooLarge.getMessage());
            return;
        }
        Optional<byte[]> answer = desk.answer(body);
        if (answer.isEmpty()) {
            response.setStatus(204);
        } else {
            write(response, 200, answer.get());
        }
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        // What was sent is not read to its end, so this connection has no next request (RFC 9112, section 9.6).
        response.setHeader("Connection", "close");
        write(response, status, RpcDesk.fault(NullNode.instance, RpcFault.request(why)));
    }

    private static void write(HttpServletResponse response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
