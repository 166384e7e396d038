package io.tocsin.model.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an incident stands: all that a decision about it goes by.
 *
 * @param incident the incident
 * @param roster its members, as far as they are at hand
 * @param subscriptions one for each rule that matched a member
 * @param told of each address the newest telling that was sent, and all after it; needed where the roster is whole
 */
public record Standing(Incident incident, Roster roster, List<Subscription> subscriptions, List<Told> told) {

    public Standing {
        subscriptions = List.copyOf(subscriptions);
        told = List.copyOf(told);
    }

    /** An incident that nothing has happened to yet. */
    public static Standing fresh(String id, Optional<String> grouping, Instant now) {
        return new Standing(Incident.fresh(id, grouping, now), Members.NONE, List.of(), List.of());
    }
}
