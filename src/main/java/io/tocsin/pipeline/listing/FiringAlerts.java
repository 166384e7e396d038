package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.pipeline.silence.HeldBack;
import io.tocsin.pipeline.silence.Holders;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * All alerts that fire, and what holds each of them back now: in pages, each of which is a snapshot of its own beside the writer,
 * those of one incident one after the other. So a reader of 100,000 alerts keeps no snapshot open and holds no more than a page; an
 * alert that ends or moves to another incident between two pages may be missing or come twice.
 */
public final class FiringAlerts {

    private static final int PAGE = 200;

    private static final String COLUMNS = """
            SELECT id, COALESCE(incident_id, '') AS incident, fingerprint, content, last_seen_at, expires_at FROM alert
            """;

    private static final String REST_OF_INCIDENT = COLUMNS + """
            WHERE status = 'firing' AND COALESCE(incident_id, '') = :incident AND id > :id ORDER BY id LIMIT :most
            """;

    private static final String NEXT_INCIDENTS = COLUMNS + """
            WHERE status = 'firing' AND COALESCE(incident_id, '') > :incident
            ORDER BY COALESCE(incident_id, ''), id LIMIT :most
            """;

    private final Store store;
    private final ObjectMapper json;
    private final HeldBack holding;

    /**
     * @param store where they are
     * @param json reads what the store keeps as JSON
     * @param holding what holds alerts back
     */
    public FiringAlerts(Store store, ObjectMapper json, HeldBack holding) {
        this.store = store;
        this.json = json;
        this.holding = holding;
    }

    /**
     * An alert that fires.
     *
     * @param id the hub's
     * @param incident the id of the incident that it is in; empty where no rule matches it
     * @param fingerprint its sender's, or what the hub made in its place
     * @param content as {@link io.tocsin.model.alert.AlertJson} writes it
     * @param lastSeenAt when the store was last told of it; repeats may be newer
     * @param expiresAt when it is over if nobody tells it again; empty where silence means nothing
     * @param holders what holds it back now
     */
    public record Firing(
            String id,
            String incident,
            String fingerprint,
            JsonNode content,
            Instant lastSeenAt,
            Optional<Instant> expiresAt,
            Holders holders) {}

    /** How many fire. Blocks. */
    public long count() {
        return store.read(tx -> tx.createQuery("SELECT count(*) FROM alert WHERE status = 'firing'")
                .mapTo(Long.class)
                .one());
    }

    /** The first ones. Blocks. */
    public List<Firing> first() {
        return page("", "");
    }

    /** Those after that one; none where it was the last. Blocks. */
    public List<Firing> after(Firing last) {
        return page(last.incident, last.id);
    }

    private List<Firing> page(String incident, String id) {
        return store.read(tx -> {
            Instant now = store.now(tx);
            List<Firing> found = new ArrayList<>(rows(tx, REST_OF_INCIDENT, incident, PAGE, id, now));
            if (found.size() < PAGE) {
                found.addAll(rows(tx, NEXT_INCIDENTS, incident, PAGE - found.size(), "", now));
            }
            return found;
        });
    }

    private List<Firing> rows(Handle tx, String query, String incident, int most, String id, Instant now) {
        var asked = tx.createQuery(query).bind("incident", incident).bind("most", most);
        if (query.equals(REST_OF_INCIDENT)) {
            asked.bind("id", id);
        }
        return asked.map((row, context) -> firing(tx, row, now)).list();
    }

    private Firing firing(Handle tx, ResultSet row, Instant now) throws SQLException {
        String id = row.getString("id");
        JsonNode content = JsonText.read(json, row.getString("content"));
        long expires = row.getLong("expires_at");
        Optional<Instant> end = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires));
        return new Firing(
                id,
                row.getString("incident"),
                row.getString("fingerprint"),
                content,
                Instant.ofEpochMilli(row.getLong("last_seen_at")),
                end,
                holding.holders(tx, id, content, now));
    }
}
