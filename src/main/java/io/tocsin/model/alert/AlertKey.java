package io.tocsin.model.alert;

/**
 * What makes two alerts one: everything that remembers an alert (its row, its incident, heartbeats, the dedup cache) goes by
 * this, and by nothing less.
 *
 * @param identity within which the fingerprint is unique: by default the hub's source; empty where it is unique in the whole
 *     world. Without a space
 * @param fingerprint what the alert's mapping says that the trouble is
 */
public record AlertKey(String identity, String fingerprint) {

    /** The identity of a fingerprint that is unique in the whole world, whoever tells it. */
    public static final String GLOBAL = "";

    /** Refuses an identity that would make {@link #text} ambiguous. */
    public AlertKey {
        if (identity.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("an identity has no space: " + identity);
        }
    }

    /** Both in one string, different for different keys: the identity ends at the first space. */
    public String text() {
        return identity + " " + fingerprint;
    }
}
