package dev.pulse.marketplace.federation;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An explorer that answers for other regions.
 *
 * @param name what it is called here
 * @param base its address, without a slash at the end
 */
public record Peer(String name, URI base) {
    /** Each search asks all of them at one time. */
    public static final int MOST = 16;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    public Peer {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "peers: a name has 1 to 32 lower-case letters, digits and hyphens, not " + name);
        }
        boolean web = base != null
                && ("http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme()));
        if (!web
                || base.getHost() == null
                || base.getRawUserInfo() != null
                || base.getRawQuery() != null
                || base.getRawFragment() != null) {
            throw new IllegalArgumentException("peers." + name + " must be an http(s) address such as"
                    + " https://explorer.example, without user, query or fragment");
        }
        String text = base.toString();
        base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /**
     * The peers of a configuration, by name.
     *
     * @throws IllegalArgumentException for names and addresses that are none, and for too many
     */
    public static List<Peer> of(Map<String, URI> configured) {
        if (configured.size() > MOST) {
            throw new IllegalArgumentException("peers: " + MOST + " at most, not " + configured.size());
        }
        return new TreeMap<>(configured)
                .entrySet().stream()
                        .map(entry -> new Peer(entry.getKey(), entry.getValue()))
                        .toList();
    }

    /** An address at this peer. */
    URI at(String pathAndQuery) {
        return URI.create(base + pathAndQuery);
    }
}
