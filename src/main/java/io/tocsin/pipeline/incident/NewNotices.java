package io.tocsin.pipeline.incident;

import io.tocsin.model.notice.Notice;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.HandOver;
import io.tocsin.store.lane.Lane;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Values;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The notices that a group of decisions makes; those that the fan-out stage has a place for are handed over. */
public final class NewNotices {

    private static final String INSERT = """
            INSERT INTO notice (due_at, owner, fence, attempt, id, incident_id, event_id, version, round, kind, rules, receivers,
                                message, created_at, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')
            """;

    private static final String INSERT_DONE = """
            INSERT INTO notice (due_at, settled_at, id, incident_id, event_id, version, round, kind, rules, receivers,
                                message, created_at, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'told')
            """;

    private final Corridor corridor;
    private final Instant now;
    private final List<Notice> waiting = new ArrayList<>();
    private final List<Notice> done = new ArrayList<>();

    /**
     * @param corridor where they stand
     * @param now the store's time
     */
    public NewNotices(Corridor corridor, Instant now) {
        this.corridor = corridor;
        this.now = now;
    }

    /** One that is to be fanned out. */
    public void add(Notice notice) {
        waiting.add(notice);
    }

    /** One whose deliveries are written with it, or that nobody is told. */
    public void addDone(Notice notice) {
        done.add(notice);
    }

    /** Writes them in the transaction that decided them. */
    public void write(Handle tx) {
        if (waiting.isEmpty() && done.isEmpty()) {
            return;
        }
        Statements statements = Statements.of(tx);
        Optional<Lane<Notice>> lane = corridor.lanes().find(IncidentBook.NOTICES);
        HandOver<Notice> handing = new HandOver<>(tx, corridor.terms(), now);
        waiting.forEach(notice -> handing.add(
                () -> notice,
                lane.flatMap(fanOut -> fanOut.reserve(notice.message().length()))));
        handing.written(statements.each(INSERT, waiting, (values, notice, place) -> {
            handing.bind(values, place, now);
            bind(values, notice);
        }));
        statements.each(INSERT_DONE, done, (values, notice) -> {
            values.time(now).time(now);
            bind(values, notice);
        });
        IncidentMeters.countTold(corridor.meters(), tx, waiting, done);
        tx.afterCommit(() -> corridor.lanes().wakeIfBehind(IncidentBook.NOTICES));
    }

    private void bind(Values values, Notice notice) throws SQLException {
        values.text(notice.id())
                .text(notice.incidentId())
                .text(notice.eventId())
                .number(notice.version())
                .number(notice.round())
                .text(notice.kind().word())
                .text(NoticeRow.rules(notice.rules()))
                .text(NoticeRow.receivers(notice.to()))
                .text(notice.message())
                .time(now);
    }
}
