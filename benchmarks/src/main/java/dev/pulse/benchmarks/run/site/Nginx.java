package dev.pulse.benchmarks.run.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nginx, which reads each heartbeat and answers 204: the least that an HTTP server can do. One worker, no log. */
public final class Nginx implements AutoCloseable {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"));

    private final Process master;
    private final int port;

    private Nginx(Process master, int port) {
        this.master = master;
        this.port = port;
    }

    /** Starts it in a folder of its own; empty where nginx is not installed. */
    public static Optional<Nginx> start(Path folder) throws IOException {
        Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder);
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, """
                daemon off;
                user root;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr error;
                events { worker_connections 19000; }
                http {
                  access_log off;
                  keepalive_timeout 1h;
                  keepalive_requests 1000000000;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d backlog=4096;
                    location / { return 204; }
                  }
                }
                """.formatted(folder.toAbsolutePath(), port));
        Process master = new ProcessBuilder(program.get().toString(), "-c", config.toString(), "-p", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        Nginx nginx = new Nginx(master, port);
        nginx.awaitReady();
        return Optional.of(nginx);
    }

    private void awaitReady() throws IOException {
        for (int attempt = 0; ; attempt++) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                if (attempt > 100 || !master.isAlive()) {
                    close();
                    throw new IOException("nginx does not start; its log is in its folder", notYet);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
        }
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Its processes: master and worker. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new TreeMap<>();
        pids.put("nginx-master", master.pid());
        try (Stream<ProcessHandle> children = master.children()) {
            children.sorted(Comparator.comparingLong(ProcessHandle::pid))
                    .forEach(worker -> pids.put("nginx", worker.pid()));
        }
        return pids;
    }

    @Override
    public void close() {
        List<ProcessHandle> workers = master.children().toList();
        master.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
