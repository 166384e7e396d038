package io.tocsin.pipeline.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.schedule.ScheduleOverride;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Makes and ends overrides, with who did it, in one transaction. */
final class ChangeOverrides implements Change<OverrideOrder, OverrideAnswer> {

    /** More of one schedule that are not over are a mistake of a program. */
    static final int MOST = 1_000;

    private final ObjectMapper json;
    private final String forUpdate;

    ChangeOverrides(Store store, ObjectMapper json) {
        this.json = json;
        this.forUpdate = store.dialect().forUpdate();
    }

    @Override
    public List<OverrideAnswer> apply(Handle tx, List<OverrideOrder> orders, Instant now) {
        List<AuditEntry> audit = new ArrayList<>();
        List<OverrideAnswer> answers = new ArrayList<>();
        for (OverrideOrder order : orders) {
            answers.add(
                    order.wish() instanceof OverrideOrder.Add add
                            ? add(tx, order, add, now, audit)
                            : end(tx, order, (OverrideOrder.End) order.wish(), now, audit));
        }
        AuditEntry.write(tx, audit, now);
        if (!audit.isEmpty()) {
            Revisions.raise(tx, Revisions.OVERRIDES);
        }
        return answers;
    }

    private OverrideAnswer add(
            Handle tx, OverrideOrder order, OverrideOrder.Add add, Instant now, List<AuditEntry> audit) {
        Instant from = (add.from().isBefore(now) ? now : add.from()).truncatedTo(ChronoUnit.MILLIS);
        Instant until = add.until().truncatedTo(ChronoUnit.MILLIS);
        if (!until.isAfter(from)) {
            return OverrideAnswer.refused(OverrideAnswer.Refusal.ENDS_TOO_SOON);
        }
        int open = tx.createQuery("SELECT count(*) FROM schedule_override WHERE schedule = :schedule AND ends_at > :now"
                        + " AND ends_at > starts_at")
                .bind("schedule", order.schedule())
                .bind("now", now.toEpochMilli())
                .mapTo(Integer.class)
                .one();
        if (open >= MOST) {
            return OverrideAnswer.refused(OverrideAnswer.Refusal.TOO_MANY);
        }
        ScheduleOverride override =
                new ScheduleOverride(Id.OVERRIDE.next(), from, until, add.people(), add.author(), add.comment());
        OverrideTable.add(tx, json, order.schedule(), override, now);
        audit.add(entry(order, "on-call.override.add", override, add.comment()));
        return OverrideAnswer.of(override);
    }

    private OverrideAnswer end(
            Handle tx, OverrideOrder order, OverrideOrder.End end, Instant now, List<AuditEntry> audit) {
        return OverrideTable.open(tx, json, order.schedule(), end.id(), now, forUpdate)
                .map(override -> {
                    OverrideTable.end(tx, override, now);
                    audit.add(entry(order, "on-call.override.end", override, end.reason()));
                    return OverrideAnswer.of(override);
                })
                .orElseGet(() -> OverrideAnswer.refused(OverrideAnswer.Refusal.NOT_FOUND));
    }

    private static AuditEntry entry(OverrideOrder order, String action, ScheduleOverride override, String why) {
        return new AuditEntry(
                order.actor(),
                action,
                override.id(),
                String.join(", ", override.people()) + " in " + order.schedule() + ", " + override.from() + " to "
                        + override.until() + ", by " + override.author() + (why.isEmpty() ? "" : ": " + why));
    }
}
