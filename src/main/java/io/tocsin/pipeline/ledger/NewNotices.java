package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.notice.NoticeMessage;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.HandOver;
import io.tocsin.store.lane.Lane;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The notices that a group of decisions makes; those that the fan-out room has a place for are handed over. */
final class NewNotices {

    private static final String INSERT = """
            INSERT INTO notice (id, incident_id, event_id, sequence, kind, rule, receivers, message, state, created_at,
                                due_at, owner, fence, attempt)
            VALUES (:id, :incident_id, :event_id, :sequence, :kind, :rule, :receivers, :message, 'pending', :now,
                    :due_at, :owner, :fence, :fence)
            """;

    private final Corridor corridor;
    private final Instant now;
    private final List<Notice> notices = new ArrayList<>();

    NewNotices(Corridor corridor, Instant now) {
        this.corridor = corridor;
        this.now = now;
    }

    String add(NoticeKind kind, IncidentRow incident, String eventId, Match match, ObjectNode alert) {
        String id = Id.NOTICE.next();
        notices.add(new Notice(
                id,
                incident.id,
                eventId,
                incident.notices(),
                kind,
                match.rule(),
                match.targets(),
                JsonText.of(corridor.json(), message(id, kind, eventId, incident, alert)),
                1));
        return id;
    }

    private ObjectNode message(String id, NoticeKind kind, String eventId, IncidentRow incident, ObjectNode alert) {
        AboutIncident about = new AboutIncident(
                incident.id,
                incident.key.rule(),
                incident.severity(),
                incident.title(),
                incident.openedAt(),
                incident.resolvedAt());
        Corridor.HubAddress hub = corridor.hub();
        return new NoticeMessage(id, eventId, kind, now, about, List.of(alert), hub.name(), hub.url()).json();
    }

    void write(Handle tx) {
        if (notices.isEmpty()) {
            return;
        }
        Optional<Lane<Notice>> lane = corridor.lanes().find(NoticeConsumer.LANE);
        HandOver<Notice> handing = new HandOver<>(tx, corridor.terms(), now);
        PreparedBatch batch = tx.prepareBatch(INSERT);
        for (int i = 0; i < notices.size(); i++) {
            Notice notice = notices.get(i);
            handing.add(() -> notice, lane.filter(Lane::reserve));
            handing.bind(batch, i, now)
                    .bind("id", notice.id())
                    .bind("incident_id", notice.incidentId())
                    .bind("event_id", notice.eventId())
                    .bind("sequence", notice.sequence())
                    .bind("kind", notice.kind().word())
                    .bind("rule", notice.rule())
                    .bind("receivers", TargetJson.write(notice.targets()).toString())
                    .bind("message", notice.message())
                    .bind("now", now.toEpochMilli())
                    .add();
        }
        handing.written(batch.execute());
    }
}
