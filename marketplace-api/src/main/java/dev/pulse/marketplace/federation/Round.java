package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.answer.NodesAnswer.MissingPeer;
import dev.pulse.marketplace.federation.PeerFault.Reason;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** One question to all peers, on its way. */
public final class Round implements AutoCloseable {
    /** The question to one peer; where it was not asked, the future failed with a {@link PeerFault}. */
    record Call(Peers.Line line, boolean asked, boolean probe, CompletableFuture<HttpResponse<byte[]>> answer) {}

    /** What reads an answer. */
    public interface Reader<T> {
        /**
         * What it says.
         *
         * @param peer the peer's name
         * @throws PeerFault for one that can't be believed
         */
        T read(String peer, byte[] body) throws PeerFault;
    }

    private final List<Call> calls;
    private final LongSupplier nanos;
    private final long deadline;
    private final List<MissingPeer> missing = new ArrayList<>();

    Round(List<Call> calls, LongSupplier nanos, long deadline) {
        this.calls = calls;
        this.nanos = nanos;
        this.deadline = deadline;
    }

    /** Waits for all, and gives the answers that were there in time and can be believed, by peer. Once only. */
    public <T> Map<String, T> take(Reader<T> reader) {
        Map<String, T> answers = new TreeMap<>();
        for (Call call : calls) {
            try {
                answers.put(call.line().name(), take(call, reader));
                call.line().answered();
            } catch (PeerFault fault) {
                missing.add(new MissingPeer(call.line().name(), fault.reason().wire()));
                if (fault.reason().sick()) {
                    call.line().failed(nanos.getAsLong(), call.probe());
                }
            }
        }
        return answers;
    }

    private <T> T take(Call call, Reader<T> reader) throws PeerFault {
        HttpResponse<byte[]> response = await(call.answer());
        int status = response.statusCode();
        if (status != 200) {
            throw new PeerFault(
                    switch (status) {
                        case 503 -> Reason.LOADING;
                        case 508 -> Reason.LOOP;
                        default -> status >= 500 ? Reason.FAILED : status >= 400 ? Reason.REFUSED : Reason.REDIRECTED;
                    });
        }
        return reader.read(call.line().name(), response.body());
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer) throws PeerFault {
        try {
            // What is there already is taken even when the time is over: others may have used it up.
            return answer.get(Math.max(0, deadline - nanos.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new PeerFault(Reason.TIMEOUT);
        } catch (ExecutionException e) {
            throw fault(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFault(Reason.BUSY);
        }
    }

    private static PeerFault fault(Throwable cause) {
        if (cause instanceof PeerFault fault) {
            return fault;
        }
        return new PeerFault(
                cause instanceof BoundedBody.TooLarge
                        ? Reason.TOO_LARGE
                        : cause instanceof HttpTimeoutException ? Reason.TIMEOUT : Reason.UNREACHABLE);
    }

    /** Who is missing among the answers, by name. */
    public List<MissingPeer> missing() {
        return List.copyOf(missing);
    }

    /** Drops what is still on its way. */
    @Override
    public void close() {
        for (Call call : calls) {
            call.answer().cancel(true);
            if (call.asked()) {
                call.line().end();
            }
        }
    }
}
