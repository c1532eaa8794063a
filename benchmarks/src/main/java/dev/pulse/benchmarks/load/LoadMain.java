package dev.pulse.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The load process. Reads one {@link Order} a line, carries it out, and answers with lines of {@link Told}, the last of
 * which ends the order. It ends with its standard input, so that it never outlives the run that started it.
 */
public final class LoadMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadMain() {}

    /** Works until standard input ends. Its one argument is the folder for keys and requests. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        // Whatever a library prints must not end up among the answers.
        System.setOut(System.err);
        try (LoadWork work = new LoadWork(Path.of(arguments[0]), told -> print(out, told));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                print(out, carryOut(work, line));
            }
        }
    }

    private static Told carryOut(LoadWork work, String line) {
        try {
            return work.on(JSON.readValue(line, Order.class));
        } catch (IOException | RuntimeException failure) {
            return new Told.Failed(failure.toString());
        }
    }

    private static void print(PrintStream out, Told told) {
        try {
            String line = JSON.writerFor(Told.class).writeValueAsString(told);
            synchronized (out) {
                out.println(line);
                out.flush();
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
