package dev.pulse.ingest.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * The server's threads, except that a connection goes on in the thread that has answered its request. A connection on
 * which a request was answered by another thread than the one that read it asks for a thread to look for the next request
 * with; as a rule there is none yet, and waking a thread to find that out costs as much as taking a heartbeat.
 */
public final class OnwardThreads implements ThreadPool, TryExecutor {
    private final ThreadPool pool;
    private final TryExecutor reserved;

    /**
     * The threads of a server.
     *
     * @param pool the server's own, which does everything else
     */
    public OnwardThreads(ThreadPool pool) {
        this.pool = pool;
        this.reserved = TryExecutor.asTryExecutor(pool);
    }

    @Override
    public void execute(Runnable task) {
        if (task instanceof Connection) {
            task.run();
        } else {
            pool.execute(task);
        }
    }

    @Override
    public boolean tryExecute(Runnable task) {
        return reserved.tryExecute(task);
    }

    @Override
    public void join() throws InterruptedException {
        pool.join();
    }

    @Override
    public int getThreads() {
        return pool.getThreads();
    }

    @Override
    public int getIdleThreads() {
        return pool.getIdleThreads();
    }

    @Override
    public boolean isLowOnThreads() {
        return pool.isLowOnThreads();
    }
}
