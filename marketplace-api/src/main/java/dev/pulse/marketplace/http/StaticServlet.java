package dev.pulse.marketplace.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.answer.ErrorAnswer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The page's files: a fixed list, read once, so that no path of a request ever names a file. */
public final class StaticServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FOLDER = "/dev/pulse/marketplace/web/";

    /** Path and file. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/", "index.html"),
            Map.entry("/index.html", "index.html"),
            Map.entry("/api/docs", "docs.html"),
            Map.entry("/favicon.svg", "favicon.svg"),
            Map.entry("/web/pulse.css", "pulse.css"),
            Map.entry("/web/main.js", "main.js"),
            Map.entry("/web/live.js", "live.js"),
            Map.entry("/web/words.js", "words.js"),
            Map.entry("/web/charts.js", "charts.js"),
            Map.entry("/web/panels.js", "panels.js"),
            Map.entry("/web/lookup.js", "lookup.js"),
            Map.entry("/web/proof.js", "proof.js"),
            Map.entry("/web/docs.js", "docs.js"));

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");

    private record Content(byte[] bytes, String type, String tag) {
        static Content of(byte[] bytes, String type) {
            return new Content(bytes, type, '"' + HexFormat.of().formatHex(Sha256.hash(bytes), 0, 12) + '"');
        }
    }

    private final transient Map<String, Content> contents = new HashMap<>();
    private final transient ObjectMapper json;

    /**
     * The files, and documents made at the start.
     *
     * @param documents JSON documents by path
     */
    public StaticServlet(Map<String, byte[]> documents, ObjectMapper json) {
        this.json = json;
        FILES.forEach((path, file) -> contents.put(path, Content.of(read(file), type(file))));
        documents.forEach((path, bytes) -> contents.put(path, Content.of(bytes, TYPES.get("json"))));
    }

    private static String type(String file) {
        return TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    }

    private static byte[] read(String file) {
        try (InputStream in = StaticServlet.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the page lacks its file " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Content content = contents.get(request.getRequestURI());
        if (content == null) {
            response.setStatus(404);
            response.setContentType("application/json");
            json.writeValue(
                    response.getOutputStream(),
                    new ErrorAnswer("not_found", "There is nothing at this address; /api/docs lists what there is."));
            return;
        }
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", content.tag());
        if (content.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        response.setContentType(content.type());
        response.setContentLength(content.bytes().length);
        response.getOutputStream().write(content.bytes());
    }
}
