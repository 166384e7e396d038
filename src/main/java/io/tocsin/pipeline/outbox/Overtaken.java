package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.DeliveryDraft;
import io.tocsin.model.notice.Notice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who was told, or is to be told, something newer than a notice that comes late: one whose fan-out failed, or whose hub died, and
 * that was claimed again while later notices of its incident went on.
 */
final class Overtaken {

    private record Told(String incident, String receiver, String address) {}

    private record Newest(long sequence, String notice) {}

    private final Map<Told, Newest> newest = new HashMap<>();

    private Overtaken() {}

    /** Looks for notices that were claimed more than once; the others keep their order by themselves, and cost nothing here. */
    static Overtaken look(Handle tx, List<Notice> notices) {
        Overtaken overtaken = new Overtaken();
        List<String> incidents = notices.stream()
                .filter(notice -> notice.fence() > 1)
                .map(Notice::incidentId)
                .distinct()
                .toList();
        if (!incidents.isEmpty()) {
            tx.createQuery("SELECT n.incident_id, n.id, n.sequence, d.receiver, d.address"
                            + " FROM notice n JOIN delivery d ON d.notice_id = n.id"
                            + " WHERE n.incident_id IN (<incidents>) AND d.fallback_of = ''")
                    .bindList("incidents", incidents)
                    .map((row, context) -> Map.entry(
                            new Told(row.getString("incident_id"), row.getString("receiver"), row.getString("address")),
                            new Newest(row.getLong("sequence"), row.getString("id"))))
                    .forEach(told -> overtaken.newest.merge(
                            told.getKey(),
                            told.getValue(),
                            (one, other) -> one.sequence > other.sequence ? one : other));
        }
        return overtaken;
    }

    /** The notice that somebody is told in place of this one, if it came too late for that. */
    Optional<String> by(Notice notice, DeliveryDraft draft) {
        return Optional.ofNullable(newest.get(new Told(notice.incidentId(), draft.receiver(), draft.address())))
                .filter(told -> told.sequence > notice.sequence())
                .map(Newest::notice);
    }
}
