package dev.pulse.system.chaos;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.HeartbeatPost;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Posts to several ingests in turn, as nodes do behind a balancer: a retry goes to another one. */
final class SpreadPost implements HeartbeatPost {
    private final List<HeartbeatPost> posts;
    private final AtomicInteger turn = new AtomicInteger();

    SpreadPost(List<HeartbeatPost> posts) {
        this.posts = List.copyOf(posts);
    }

    @Override
    public void post(byte[] body, String contentType, Consumer<Answer> done) {
        posts.get(Math.floorMod(turn.getAndIncrement(), posts.size())).post(body, contentType, done);
    }

    @Override
    public void close() {
        posts.forEach(HeartbeatPost::close);
    }
}
