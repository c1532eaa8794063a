package dev.pulse.system.rig;

import java.util.List;

/** Ends processes, each in order, without waiting for one before the next is told. */
final class Ending {
    private Ending() {}

    static void together(List<ChildProcess> processes) {
        List<Thread> closing = processes.stream()
                .map(process -> Thread.ofPlatform().start(process::close))
                .toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
