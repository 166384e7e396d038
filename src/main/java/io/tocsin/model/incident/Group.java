package io.tocsin.model.incident;

import io.tocsin.model.alert.AlertKey;
import java.util.Optional;

/**
 * Which alerts make one incident: of one group at most one is open.
 *
 * @param grouping the entry under {@code incidents:} that puts them together; empty where a fingerprint stands alone
 * @param key different for different groups of a grouping, and for different alerts that stand alone
 * @param title what they have in common, for a reader; empty where a fingerprint stands alone
 * @param flapping how often an alert of it may go over and fire again until it flaps; empty where nobody cares, or nobody asks
 */
public record Group(Optional<String> grouping, String key, String title, Optional<Flapping.Limit> flapping) {

    /** A group that nobody watches for flapping. */
    public Group(Optional<String> grouping, String key, String title) {
        this(grouping, key, title, Optional.empty());
    }

    /** An alert that no grouping fits. */
    public static Group alone(AlertKey alert) {
        return new Group(Optional.empty(), alert.text(), "");
    }

    /** Different for different groups. */
    public String id() {
        return grouping.isPresent() ? "= " + key : "- " + key;
    }

    /** Whether a grouping puts its alerts together. */
    public boolean isGrouped() {
        return grouping.isPresent();
    }
}
