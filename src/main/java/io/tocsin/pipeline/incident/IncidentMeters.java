package io.tocsin.pipeline.incident;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.model.incident.Entry;
import io.tocsin.model.notice.Notice;
import io.tocsin.store.corridor.Counters;
import io.tocsin.store.sql.Id;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Counts what incidents had told and what was held back of them, once it is on disk; once for each transaction, whatever is in it. */
final class IncidentMeters {

    private IncidentMeters() {}

    /** The versions that were told, by kind. */
    static void countTold(MeterRegistry meters, Handle tx, List<Notice> waiting, List<Notice> done) {
        Map<String, Long> kinds = counts(
                Stream.concat(waiting.stream(), done.stream())
                        .filter(notice -> !notice.to().isEmpty()),
                // What the hub says of silences and windows is of no incident.
                notice -> Id.INCIDENT.names(notice.incidentId()) ? notice.kind().word() : "hold");
        Counters counters = new Counters(meters, "tocsin.notices", "Versions of incidents that were notified", "kind");
        tx.afterCommit(() -> kinds.forEach((kind, count) -> counters.add(count, kind)));
    }

    /** Incidents of which something began to be held back, by what holds it. */
    static void countHeld(MeterRegistry meters, Handle tx, Collection<IncidentRow> changed) {
        Map<String, Long> kinds = counts(
                changed.stream().filter(IncidentRow::heldByChanged).flatMap(row -> row.newlyHeldBy().stream()),
                by -> by.substring(0, by.indexOf(' ')));
        if (!kinds.isEmpty()) {
            Counters counters = new Counters(
                    meters, "tocsin.held.back", "Incidents of which something began to be held back", "by");
            tx.afterCommit(() -> kinds.forEach((by, count) -> counters.add(count, by)));
        }
    }

    /** Alerts that began to flap, and those that are steady again: the difference is how many flap. */
    static void countFlapping(MeterRegistry meters, Handle tx, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.kind() == Entry.Kind.FLAPPING || entry.kind() == Entry.Kind.STEADY) {
                String change = entry.kind() == Entry.Kind.FLAPPING ? "began" : "ended";
                Counters counters =
                        new Counters(meters, "tocsin.flapping", "Alerts that began or ended to flap", "change");
                tx.afterCommit(() -> counters.count(change));
            }
        }
    }

    /** Steps of escalations that paged somebody, or were to, and escalations that ended with nobody having answered. */
    static void countEscalated(MeterRegistry meters, Handle tx, List<Entry> entries) {
        for (Entry entry : entries) {
            String policy = entry.actor().substring(entry.actor().lastIndexOf(' ') + 1);
            if (entry.kind() == Entry.Kind.ESCALATED) {
                Counters steps = new Counters(
                        meters,
                        "tocsin.escalation.steps",
                        "Steps of escalations, those of people's own rules included",
                        "policy");
                tx.afterCommit(() -> steps.count(policy));
            } else if (entry.kind() == Entry.Kind.UNANSWERED) {
                Counters ended = new Counters(
                        meters,
                        "tocsin.escalations.unanswered",
                        "Escalations that ended, and nobody had answered",
                        "policy");
                tx.afterCommit(() -> ended.count(policy));
            }
        }
    }

    private static <T> Map<String, Long> counts(Stream<T> all, Function<T, String> kind) {
        return all.collect(Collectors.groupingBy(kind, Collectors.counting()));
    }
}
