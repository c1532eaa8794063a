package dev.pulse.standalone.image;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks whether a service is ready, for an image that has neither a shell nor curl. It stands apart from the {@code pulse}
 * command, so that a look every few seconds loads some dozen classes and no more.
 */
public final class Probe {
    private static final int WITHIN_MS = 2_000;

    private Probe() {}

    /** {@code probe URL}: ends with 0 where it is answered 200 within two seconds for each step, with 1 where not, with 2 without an address. */
    public static void main(String[] arguments) {
        System.exit(status(arguments));
    }

    private static int status(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: probe URL");
            return 2;
        }
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create(arguments[0]).toURL().openConnection();
            asked.setConnectTimeout(WITHIN_MS);
            asked.setReadTimeout(WITHIN_MS);
            int answer = asked.getResponseCode();
            System.out.println(arguments[0] + " answers " + answer);
            return answer == HttpURLConnection.HTTP_OK ? 0 : 1;
        } catch (IOException nobody) {
            System.out.println(arguments[0] + ": " + nobody.getMessage());
            return 1;
        } catch (IllegalArgumentException | ClassCastException noAddress) {
            System.err.println("not an http(s) address: " + arguments[0]);
            return 2;
        }
    }
}
