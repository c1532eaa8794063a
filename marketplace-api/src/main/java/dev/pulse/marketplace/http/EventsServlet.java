package dev.pulse.marketplace.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.live.EventCursor;
import dev.pulse.marketplace.live.Frame;
import dev.pulse.marketplace.live.WatchFilter;
import dev.pulse.marketplace.live.Watcher;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live stream: Server-Sent Events (WHATWG HTML section 9.2). A servlet of its own, since a client stays for hours: it
 * holds a virtual thread and no thread of the server's.
 */
public final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EventsServlet.class);

    /** Where it stands. */
    public static final String PATH = "/api/v1/events";

    static final String REGION = "region";
    static final String NODE_ID = "node_id";
    static final String STATUS = "status";
    static final String LIFECYCLE = "lifecycle";
    static final String CAUSE = "cause";
    static final String OWNED_BY = "owned_by";
    static final String COUNTRY = "country";
    static final String RECENT = "recent";
    static final int MAX_RECENT = 200;

    /** Well below the 30 s after which servers and proxies take a silent connection for dead. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final byte[] STILL_HERE = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    /** Parameters, and whether each may be repeated. */
    static final SortedMap<String, Boolean> PARAMETERS = new TreeMap<>(Map.of(
            REGION, true, NODE_ID, true, STATUS, true, LIFECYCLE, true, CAUSE, true, OWNED_BY, true, COUNTRY, true,
            RECENT, false));

    private final transient Explorer explorer;
    private final transient ObjectMapper json;

    /** The stream of what the explorer sees. */
    public EventsServlet(Explorer explorer, ObjectMapper json) {
        this.explorer = explorer;
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            stream(request, response, watch(request));
        } catch (Problem problem) {
            if (problem.status() == 503) {
                response.setHeader("Retry-After", "1");
            }
            response.setStatus(problem.status());
            response.setContentType("application/json");
            json.writeValue(response.getOutputStream(), problem.answer());
        }
    }

    private Watcher watch(HttpServletRequest request) {
        ParameterGuard.check(
                PARAMETERS,
                request.getParameterMap().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.asList(entry.getValue()))));
        WatchFilter filter = new WatchFilter(
                values(request, REGION),
                values(request, NODE_ID),
                constants(request, STATUS, LivenessState.class),
                constants(request, LIFECYCLE, LifecycleStage.class),
                constants(request, CAUSE, EventCause.class),
                accounts(request),
                values(request, COUNTRY).stream()
                        .map(country -> country.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet()));
        String recent = request.getParameter(RECENT);
        int wanted = recent == null ? 0 : Parameters.integer(RECENT, recent, 0, MAX_RECENT);
        String id = request.getHeader("Last-Event-ID");
        EventCursor from = id == null || id.isEmpty()
                ? null
                : EventCursor.parse(id)
                        .orElseThrow(() -> new Problem(
                                400,
                                "bad_cursor",
                                "This Last-Event-ID was given by no event; begin again without one."));
        String problem = explorer.problem();
        if (problem != null) {
            throw Problem.loading(problem);
        }
        return explorer.hub()
                .watch(filter, from, wanted)
                .orElseThrow(() -> new Problem(
                        503, "too_many_watchers", "As many clients as this service takes are watching already."));
    }

    private static Set<String> values(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? Set.of() : Set.copyOf(Parameters.texts(name, List.of(values)));
    }

    private static <E extends Enum<E>> Set<E> constants(HttpServletRequest request, String name, Class<E> type) {
        return Parameters.words(name, List.copyOf(values(request, name)), type).stream()
                .map(constant -> Enum.valueOf(type, constant))
                .collect(Collectors.toSet());
    }

    private static Set<String> accounts(HttpServletRequest request) {
        return Set.copyOf(Parameters.accounts(OWNED_BY, List.copyOf(values(request, OWNED_BY))));
    }

    private void stream(HttpServletRequest request, HttpServletResponse response, Watcher watcher) {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // Some proxies hold back what they think is a page.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        Thread.ofVirtual().name("watcher").start(() -> {
            try {
                write(response.getOutputStream(), watcher);
            } catch (IOException e) {
                LOG.debug("a watcher left: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                explorer.hub().leave(watcher);
                async.complete();
            }
        });
    }

    private static void write(ServletOutputStream out, Watcher watcher) throws IOException, InterruptedException {
        out.write(RETRY);
        out.flush();
        while (true) {
            Frame frame = watcher.next(KEEP_ALIVE);
            out.write(frame == null ? STILL_HERE : frame.bytes());
            if (!watcher.hasNext()) {
                out.flush();
            }
            if (frame != null && frame.last()) {
                return;
            }
        }
    }
}
