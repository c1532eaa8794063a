package dev.pulse.standalone.cli;

import dev.pulse.schemas.about.About;
import picocli.CommandLine.IVersionProvider;

/** {@code pulse --version}: what was built from which commit, and what it runs on. The same as services say at {@code /ready}. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        About about = About.of("pulse");
        return new String[] {
            "Pulse " + about.version() + ", commit " + about.commit(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
