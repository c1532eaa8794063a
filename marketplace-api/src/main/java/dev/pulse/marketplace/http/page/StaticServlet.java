package dev.pulse.marketplace.http.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Suppliers;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.answer.ErrorAnswer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;

/** The pages' files: a fixed list, read once, so that no path of a request ever names a file. */
public final class StaticServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String NODES = "/nodes";
    private static final String MISSING = "/missing";

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");
    private static final String PAGE = "text/html; charset=utf-8";

    private record Content(byte[] bytes, String type, String tag) {
        static Content of(String path, byte[] bytes) {
            String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), PAGE);
            return new Content(bytes, type, '"' + HexFormat.of().formatHex(Sha256.hash(bytes), 0, 12) + '"');
        }
    }

    private final transient Map<String, Supplier<Content>> contents = new HashMap<>();
    private final transient Content missing;
    private final transient ObjectMapper json;

    /**
     * The files, and documents that are made once, when they are first asked for: a start does not wait for them.
     *
     * @param documents JSON documents by path
     */
    public StaticServlet(Map<String, Supplier<byte[]>> documents, ObjectMapper json) {
        this.json = json;
        PageFiles.read().forEach((path, bytes) -> {
            Content content = Content.of(path, bytes);
            contents.put(path, () -> content);
        });
        documents.forEach((path, made) -> contents.put(path, Suppliers.memoize(() -> Content.of(path, made.get()))));
        missing = contents.remove(MISSING).get();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Supplier<Content> found = contents.get(page(request.getRequestURI()));
        if (found == null) {
            notFound(request, response);
            return;
        }
        Content content = found.get();
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", content.tag());
        if (content.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        write(content, response);
    }

    /** Every node's page is the same document; which node it is of, the address tells it. */
    private static String page(String path) {
        return path.startsWith(NODES + "/") && NodeId.isValid(path.substring(NODES.length() + 1)) ? NODES : path;
    }

    private void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(404);
        String accept = request.getHeader("Accept");
        if (accept != null && accept.contains("text/html")) {
            write(missing, response);
            return;
        }
        response.setContentType("application/json");
        json.writeValue(
                response.getOutputStream(),
                new ErrorAnswer("not_found", "There is nothing at this address; /api/docs lists what there is."));
    }

    private static void write(Content content, HttpServletResponse response) throws IOException {
        response.setContentType(content.type());
        response.setContentLength(content.bytes().length);
        response.getOutputStream().write(content.bytes());
    }
}
