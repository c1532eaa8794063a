package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Counters;
import dev.pulse.ingest.take.Counters.NotRead;
import dev.pulse.ingest.take.Intake;
import dev.pulse.ingest.take.Outcome;
import dev.pulse.telemetry.trace.RequestTrace;
import dev.pulse.telemetry.trace.RequestTracing;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The hot path: {@code POST /v1/heartbeats} and {@code POST /v1/heartbeats:batch}, in front of everything else that the
 * server does. No thread waits for a body or for Kafka: the answer is sent by the producer's callback.
 *
 * <p>So a single heartbeat is handled by the thread that found it readable, without a hand-over to another one, which costs
 * as much as all that is done with it. Everything else may take its time, and is handed over.
 */
public final class HeartbeatHandler extends Handler.Wrapper {
    /** One heartbeat. */
    public static final String SINGLE = "/v1/heartbeats";
    /** Many heartbeats, one a line. */
    public static final String BATCH = "/v1/heartbeats:batch";

    private static final HttpField NDJSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
    private static final HttpField ALLOW_POST = new PreEncodedHttpField(HttpHeader.ALLOW, "POST");

    private final Intake intake;
    private final Answers answers;
    private final Counters counters;
    private final RequestTracing tracing;
    private final BatchReader batches;
    private final long bodyNanos;
    private final LongSupplier nanoTime;

    /**
     * A handler.
     *
     * @param next takes all other requests
     * @param intake takes the heartbeats
     * @param answers what nodes are told
     * @param counters what is counted
     * @param tracing which requests are traced
     * @param bodyTimeout how long a body may take to come
     * @param batchesAtOnce how many batches may be in memory at once, at least 1
     * @param nanoTime a clock that never goes back
     */
    public HeartbeatHandler(
            Handler next,
            Intake intake,
            Answers answers,
            Counters counters,
            RequestTracing tracing,
            Duration bodyTimeout,
            int batchesAtOnce,
            LongSupplier nanoTime) {
        super(next);
        this.intake = intake;
        this.answers = answers;
        this.counters = counters;
        this.tracing = tracing;
        this.batches = new BatchReader(intake, answers, counters, batchesAtOnce);
        this.bodyNanos = bodyTimeout.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        boolean single = SINGLE.equals(path);
        if (!single) {
            handOver(request, response, callback, BATCH.equals(path));
            return true;
        }
        return handleHeartbeats(request, response, callback, true);
    }

    /** The selector's thread comes here: see {@link #handle}. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    private void handOver(Request request, Response response, Callback callback, boolean batch) {
        try {
            getServer().getThreadPool().execute(() -> {
                try {
                    boolean handled = batch
                            ? handleHeartbeats(request, response, callback, false)
                            : super.handle(request, response, callback);
                    if (!handled) {
                        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                    }
                } catch (Exception failure) {
                    Response.writeError(request, response, callback, failure);
                }
            });
        } catch (RejectedExecutionException full) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
        }
    }

    private boolean handleHeartbeats(Request request, Response response, Callback callback, boolean single) {
        if (!"POST".equals(request.getMethod())) {
            response.getHeaders().put(ALLOW_POST);
            Answer.error(405, "method_not_allowed", "Heartbeats are sent with POST.")
                    .send(request, response, callback);
            return true;
        }
        Optional<Answer> refusal = refuseType(request, single ? "application/json" : "application/x-ndjson");
        if (refusal.isPresent()) {
            counters.count(NotRead.UNSUPPORTED_MEDIA_TYPE);
            refusal.get().send(request, response, callback);
            return true;
        }
        long address = intake.limits().key(request.getConnectionMetaData().getRemoteSocketAddress());
        if (single) {
            single(request, response, callback, address);
        } else {
            batch(request, response, callback, address);
        }
        return true;
    }

    private void single(Request request, Response response, Callback callback, long address) {
        RequestTrace trace = begin(request, SINGLE);
        Optional<Outcome.TooFast> refusal = intake.admit(address);
        if (refusal.isPresent()) {
            tell(trace, answers.to(refusal.get())).send(request, response, callback);
            return;
        }
        read(request, response, callback, trace, Intake.MAX_BYTES, new Use() {
            @Override
            public void body(byte[] body, int length) {
                intake.take(
                        body,
                        0,
                        length,
                        address,
                        trace,
                        outcome -> tell(trace, answers.to(outcome)).send(request, response, callback));
            }

            @Override
            public Answer tooLarge() {
                Outcome outcome = new Outcome.TooLarge(Intake.MAX_BYTES);
                counters.count(outcome);
                return answers.to(outcome);
            }

            @Override
            public void end() {}
        });
    }

    private void batch(Request request, Response response, Callback callback, long address) {
        RequestTrace trace = begin(request, BATCH);
        if (!batches.enter()) {
            tell(trace, answers.to(intake.overloaded())).send(request, response, callback);
            return;
        }
        read(request, response, callback, trace, BatchReader.MAX_BYTES, new Use() {
            @Override
            public void body(byte[] body, int length) {
                batches.take(body, length, address, trace, answer -> {
                    end();
                    HttpField type = answer.status() == 200 ? NDJSON : Answer.JSON;
                    tell(trace, answer).send(request, response, callback, type);
                });
            }

            @Override
            public Answer tooLarge() {
                counters.count(new Outcome.TooLarge(BatchReader.MAX_BYTES));
                return BatchReader.TOO_LARGE;
            }

            @Override
            public void end() {
                batches.leave();
            }
        });
    }

    /** What is done with a body. */
    private interface Use {
        void body(byte[] body, int length);

        /** Counts it, and says so. */
        Answer tooLarge();

        /** Called when there never will be a body. */
        void end();
    }

    private RequestTrace begin(Request request, String path) {
        return tracing.isOn()
                ? tracing.begin(
                        request.getHeaders().get(RequestTracing.TRACEPARENT),
                        path,
                        request.getHttpURI().getScheme())
                : RequestTrace.NONE;
    }

    /** The answer, with which the request's trace ends. */
    private static Answer tell(RequestTrace trace, Answer answer) {
        trace.answered(answer.status());
        return answer;
    }

    private void read(
            Request request, Response response, Callback callback, RequestTrace trace, int maxBytes, Use use) {
        new BodyReader(request, maxBytes, bodyNanos, nanoTime, new BodyReader.Reader() {
                    @Override
                    public void read(byte[] body, int length) {
                        use.body(body, length);
                    }

                    @Override
                    public void tooLarge() {
                        use.end();
                        tell(trace, use.tooLarge()).send(request, response, callback);
                    }

                    @Override
                    public void tooSlow() {
                        use.end();
                        counters.count(NotRead.BODY_TOO_SLOW);
                        tell(trace, Answer.error(408, "body_too_slow", "The body did not come in time."))
                                .send(request, response, callback);
                    }

                    @Override
                    public void broken(Throwable cause) {
                        use.end();
                        counters.count(NotRead.BROKEN_REQUEST);
                        trace.broken(cause);
                        callback.failed(cause);
                    }
                })
                .run();
    }

    /** An answer when the body is not of the type, or is encoded: no body is ever inflated, so none can be a bomb. */
    private static Optional<Answer> refuseType(Request request, String wanted) {
        if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            return Optional.of(Answer.error(
                    415, "content_encoding_refused", "Send the body as it is, without a Content-Encoding."));
        }
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !isType(type, wanted)) {
            return Optional.of(
                    Answer.error(415, "unsupported_media_type", "The Content-Type must be " + wanted + ", in UTF-8."));
        }
        return Optional.empty();
    }

    private static boolean isType(String type, String wanted) {
        if (type.equals(wanted)) {
            return true;
        }
        int end = type.indexOf(';');
        String name = end < 0 ? type : type.substring(0, end);
        if (!name.strip().equalsIgnoreCase(wanted)) {
            return false;
        }
        String parameters = end < 0 ? "" : type.substring(end).toLowerCase(Locale.ROOT);
        return !parameters.contains("charset=") || parameters.contains("utf-8");
    }
}
