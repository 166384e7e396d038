package io.tocsin.pipeline.incident;

import io.tocsin.model.notice.Notice;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.HandOver;
import io.tocsin.store.lane.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The notices that a group of decisions makes; those that the fan-out stage has a place for are handed over. */
final class NewNotices {

    private static final String INSERT = """
            INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers, message, state,
                                created_at, due_at, owner, fence, attempt, settled_at)
            VALUES (:id, :incident_id, :event_id, :version, :round, :kind, :rules, :receivers, :message, :state, :now,
                    :due_at, :owner, :fence, :fence, :settled_at)
            """;

    private final Corridor corridor;
    private final Instant now;
    private final List<Notice> waiting = new ArrayList<>();
    private final List<Notice> done = new ArrayList<>();

    NewNotices(Corridor corridor, Instant now) {
        this.corridor = corridor;
        this.now = now;
    }

    /** One that is to be fanned out. */
    void add(Notice notice) {
        waiting.add(notice);
    }

    /** One whose deliveries are written with it, or that nobody is told. */
    void addDone(Notice notice) {
        done.add(notice);
    }

    void write(Handle tx) {
        if (waiting.isEmpty() && done.isEmpty()) {
            return;
        }
        Optional<Lane<Notice>> lane = corridor.lanes().find(IncidentBook.NOTICES);
        HandOver<Notice> handing = new HandOver<>(tx, corridor.terms(), now);
        PreparedBatch batch = tx.prepareBatch(INSERT);
        for (int i = 0; i < waiting.size(); i++) {
            Notice notice = waiting.get(i);
            handing.add(() -> notice, lane.filter(Lane::reserve));
            bind(handing.bind(batch, i, now), notice)
                    .bind("state", "pending")
                    .bind("settled_at", (Long) null)
                    .add();
        }
        if (!waiting.isEmpty()) {
            handing.written(batch.execute());
        }
        for (Notice notice : done) {
            bind(batch, notice)
                    .bind("state", "told")
                    .bind("due_at", now.toEpochMilli())
                    .bind("owner", (String) null)
                    .bind("fence", 0)
                    .bind("settled_at", now.toEpochMilli())
                    .add();
        }
        if (!done.isEmpty()) {
            batch.execute();
        }
        tx.afterCommit(() -> corridor.lanes().wakeIfBehind(IncidentBook.NOTICES));
    }

    private PreparedBatch bind(PreparedBatch batch, Notice notice) {
        return batch.bind("id", notice.id())
                .bind("incident_id", notice.incidentId())
                .bind("event_id", notice.eventId())
                .bind("version", notice.version())
                .bind("round", notice.round())
                .bind("kind", notice.kind().word())
                .bind("rules", NoticeRow.rules(notice.rules()))
                .bind("receivers", NoticeRow.receivers(notice.to()))
                .bind("message", notice.message())
                .bind("now", now.toEpochMilli());
    }
}
