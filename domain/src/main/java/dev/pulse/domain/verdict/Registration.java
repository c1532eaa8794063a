package dev.pulse.domain.verdict;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What binds a node id to its account: the switch {@code REGISTRATION} (design section 4). */
public enum Registration {
    /** The first accepted heartbeat. */
    OPEN,
    /** A pairing, which is taken where the ledger has registered the node under that account. */
    LEDGER;

    /** Name of the environment variable. */
    public static final String VARIABLE = "REGISTRATION";

    /**
     * What holds. The variable, where it is set, wins over the configuration.
     *
     * @param environment the process's environment variables
     * @param configured what the configuration says
     * @throws IllegalArgumentException when the variable is neither {@code open} nor {@code ledger}, blank, nor absent
     */
    public static Registration of(Map<String, String> environment, Registration configured) {
        String variable = environment.get(VARIABLE);
        if (variable == null || variable.isBlank()) {
            return configured;
        }
        return Arrays.stream(values())
                .filter(registration -> registration.wire().equals(variable))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(VARIABLE + " must be open or ledger, not " + variable));
    }

    /** As it stands in settings. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
