package io.tocsin.pipeline.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Addresses;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.model.recipient.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses that targets mean, by the recipients as they are; remembers who could not be addressed, for a dead letter. */
final class PeopleAddressed implements Addresses {

    private final Recipients recipients;
    private final Map<List<Target>, Set<String>> lost = new LinkedHashMap<>();

    PeopleAddressed(Recipients recipients) {
        this.recipients = recipients;
    }

    @Override
    public List<Address> named(List<Target> targets, Severity severity, Instant now) {
        Resolution resolution = Resolution.of(targets, severity, now, recipients);
        if (!resolution.lost().isEmpty()) {
            lost.computeIfAbsent(targets, key -> new LinkedHashSet<>()).addAll(resolution.lost());
        }
        return resolution.drafts();
    }

    @Override
    public Optional<Address> still(Address told, Severity severity, Instant now) {
        return Resolution.still(told, severity, now, recipients);
    }

    /** Why somebody whom these targets mean is not told, a line each; asked of what was looked up. */
    Set<String> lost(List<Target> targets) {
        return lost.getOrDefault(targets, Set.of());
    }
}
