package io.tocsin.pipeline.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Addresses;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Paged;
import io.tocsin.model.recipient.Paging;
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
import java.util.function.ToLongFunction;

/** The addresses that targets mean, by the recipients as they are; remembers who could not be addressed, for a dead letter. */
final class PeopleAddressed implements Addresses {

    private final Recipients recipients;
    private final Turns turns;
    private final Map<List<Target>, Set<String>> lost = new LinkedHashMap<>();

    /** @param turns whose turn it is in teams */
    PeopleAddressed(Recipients recipients, Turns turns) {
        this.recipients = recipients;
        this.turns = turns;
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
    public Paged paged(Page page, Severity severity, ToLongFunction<String> inTurn, Instant now) {
        return Paging.of(page, severity, inTurn, now, recipients);
    }

    @Override
    public long turn(String team) {
        return turns.next(team);
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
