package dev.pulse.marketplace.hook;

/**
 * What is allowed of webhooks.
 *
 * @param send whether this instance sends; true where it is not said. Of several instances of one marketplace, exactly one does
 * @param allowHttp whether addresses may begin with {@code http://}
 * @param allowPrivate whether addresses of this host and of private networks are called too
 */
public record HookSettings(Boolean send, boolean allowHttp, boolean allowPrivate) {
    /** As it is where nothing is said. */
    public static final HookSettings DEFAULT = new HookSettings(true, false, false);

    public HookSettings {
        send = send == null || send;
    }
}
