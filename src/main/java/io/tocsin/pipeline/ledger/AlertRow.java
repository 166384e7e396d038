package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertState;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Alerts;
import io.tocsin.model.alert.Late;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Input;
import io.tocsin.pipeline.seen.SeenAlert;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** One alert as the store keeps it, changed in memory while a decision is made and then written once. */
final class AlertRow {

    private static final String UPSERT = """
            INSERT INTO alert (id, identity, fingerprint, status, severity, content, fire_count, first_seen_at,
                               last_seen_at, event_id, resolve_after, told_at, starts_at, began_at, ended_at,
                               end_heard_at, expires_at, resolved_in, generation, incident_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (identity, fingerprint) DO UPDATE SET
              status = excluded.status, severity = excluded.severity, content = excluded.content,
              fire_count = excluded.fire_count, last_seen_at = excluded.last_seen_at, event_id = excluded.event_id,
              resolve_after = excluded.resolve_after, told_at = excluded.told_at, starts_at = excluded.starts_at,
              began_at = excluded.began_at, ended_at = excluded.ended_at, end_heard_at = excluded.end_heard_at,
              expires_at = excluded.expires_at, resolved_in = excluded.resolved_in, generation = excluded.generation,
              incident_id = excluded.incident_id
            """;

    final String id;
    final AlertKey key;
    private final long firstSeenAt;
    private Optional<AlertState> state = Optional.empty();
    private String severity;
    private String content;
    private long fireCount;
    private long lastSeenAt;
    private String eventId;
    private Optional<Instant> expiresAt = Optional.empty();
    private Optional<String> resolvedIn = Optional.empty();
    private long generation;
    private Optional<String> incident = Optional.empty();

    private AlertRow(String id, AlertKey key, long firstSeenAt) {
        this.id = id;
        this.key = key;
        this.firstSeenAt = firstSeenAt;
    }

    static AlertRow fresh(String id, AlertKey key, Instant now) {
        return new AlertRow(id, key, now.toEpochMilli());
    }

    /**
     * Those of these alerts that are known; asked by fingerprint, of which few identities share one.
     *
     * @param held how the store holds rows for a transaction
     */
    static Map<AlertKey, AlertRow> load(Handle tx, Set<AlertKey> keys, String held) {
        Map<AlertKey, AlertRow> rows = new HashMap<>();
        Statements.of(tx)
                .among(
                        "SELECT * FROM alert WHERE fingerprint IN (<list>) AND event_id <> ''" + held,
                        keys.stream().map(AlertKey::fingerprint).distinct().toList(),
                        AlertRow::read)
                .stream()
                .filter(alert -> keys.contains(alert.key))
                .forEach(alert -> rows.put(alert.key, alert));
        return rows;
    }

    private static AlertRow read(ResultSet row) throws SQLException {
        AlertRow alert = new AlertRow(
                row.getString("id"),
                new AlertKey(row.getString("identity"), row.getString("fingerprint")),
                row.getLong("first_seen_at"));
        alert.severity = row.getString("severity");
        alert.content = row.getString("content");
        alert.fireCount = row.getLong("fire_count");
        alert.lastSeenAt = row.getLong("last_seen_at");
        alert.eventId = row.getString("event_id");
        alert.expiresAt = time(row, "expires_at");
        alert.resolvedIn = Optional.ofNullable(row.getString("resolved_in"));
        alert.generation = row.getLong("generation");
        alert.incident = Optional.ofNullable(row.getString("incident_id"));
        alert.state = Optional.of(new AlertState(
                AlertStatus.ofWord(row.getString("status")).orElseThrow(),
                time(row, "starts_at").orElse(Instant.ofEpochMilli(alert.firstSeenAt)),
                time(row, "began_at"),
                time(row, "told_at"),
                time(row, "ended_at"),
                time(row, "end_heard_at"),
                number(row, "resolve_after").map(Duration::ofMillis)));
        return alert;
    }

    /**
     * What comes of a word about it; nothing is changed by asking.
     *
     * @param event the event that says so: ids are in the order in which events came
     */
    Alerts.Decision decide(Alert told, Event event, ObjectMapper mapper, Instant now) {
        return state.map(standing -> event.source().equals(Event.HUB) && !expires(told)
                        ? new Alerts.Decision(Optional.of(Late.TOLD_AGAIN), told, standing)
                        : Alerts.decide(
                                standing, known(told, mapper), told, event.id().compareTo(eventId) < 0, now))
                .orElseGet(() -> Alerts.decide(told, now));
    }

    /** Each word about it is an event of its own, not one of many that say that it goes on. */
    static boolean isOneShot(Alert alert) {
        return alert.resolveAfter().isEmpty();
    }

    /**
     * What a word means for its incident; to be asked before it is {@linkplain #see seen}.
     *
     * @param event the event that says so
     * @param told what it says
     * @param rules the names of the rules that match it
     */
    Input input(Event event, Alert told, List<String> rules) {
        if (told.status() == AlertStatus.FIRING) {
            // What its sender may end goes on until then, however often it is told, where somebody resolved its
            // incident.
            boolean oneShot = isOneShot(told)
                    && (resolvedIn.isEmpty() || told.staleAfter().isPresent());
            return new Input.Fired(id, told.title(), told.severity(), oneShot, rules);
        }
        return event.source().equals(Event.HUB)
                ? new Input.Cleared(
                        id, "no word since " + lastWord(told.endsAt().orElseThrow()), isForgotten(event))
                : new Input.Cleared(id, "its sender says that it is over");
    }

    /** Whether the end that the hub tells of it is still the one that it has: it may have been told again since. */
    private boolean expires(Alert over) {
        return over.endsAt().isPresent() && over.endsAt().equals(expiresAt);
    }

    /** What was last told of it, where that is needed: to complete an end. */
    private Optional<Alert> known(Alert told, ObjectMapper mapper) {
        return told.status() == AlertStatus.FIRING
                ? Optional.empty()
                : Optional.of(AlertJson.read(JsonText.read(mapper, content)));
    }

    /** When it is over if nobody tells it again; empty where it is over, or silence means nothing. */
    Optional<Instant> expiresAt() {
        return expiresAt;
    }

    /** Whether nobody ends it, nor means anything by silence: an end that the hub tells of it is told to nobody. */
    private boolean isForgotten(Event event) {
        return event.source().equals(Event.HUB)
                && state.map(AlertState::resolveAfter).filter(Optional::isEmpty).isPresent();
    }

    /** When it was told last, if it is over at that time for having been told no more. */
    private Instant lastWord(Instant until) {
        return state.flatMap(AlertState::resolveAfter).map(until::minus).orElse(Instant.ofEpochMilli(lastSeenAt));
    }

    /** The incident that somebody resolved while it fired, and that what it says goes on to belong to. */
    Optional<String> resolvedIn() {
        return resolvedIn;
    }

    /** It is of that incident still, or of none that somebody resolved. */
    void staysIn(Optional<String> incident) {
        resolvedIn = incident;
    }

    /** Whether somebody spoke of it at that time or later. */
    boolean isSeenSince(Instant time) {
        return lastSeenAt >= time.toEpochMilli();
    }

    /** Counts what is older than what stands. */
    void seeLate(Instant now) {
        lastSeenAt = now.toEpochMilli();
    }

    /**
     * Whether nothing was decided of it since what memory knows of it, and the same again is no news yet.
     *
     * @param seen what memory knows
     * @param now the store's time
     */
    boolean stands(SeenAlert seen, Instant now) {
        return seen.row().equals(id) && seen.generation() == generation && now.isBefore(seen.until());
    }

    /** The incident that it was put into last, whether that is over or not. */
    Optional<String> incident() {
        return incident;
    }

    void isIn(String incidentId) {
        incident = Optional.of(incidentId);
    }

    long generation() {
        return generation;
    }

    /** More was decided of it than that it is counted: what memory knows of it holds no longer. */
    void changes() {
        generation++;
    }

    /** Whether a word says something else than what stands, but for its texts. */
    boolean changesWith(Alert alert) {
        return state.map(AlertState::status).filter(alert.status()::equals).isEmpty()
                || !alert.severity().word().equals(severity);
    }

    void see(Alerts.Decision decided, String json, String event, Instant now) {
        state = Optional.of(decided.next());
        severity = decided.alert().severity().word();
        content = json;
        fireCount += decided.alert().status() == AlertStatus.FIRING ? 1 : 0;
        lastSeenAt = now.toEpochMilli();
        eventId = event;
        expiresAt = decided.next().isFiring() ? decided.alert().lasts().map(now::plus) : Optional.empty();
    }

    static void write(Handle tx, Collection<AlertRow> rows) {
        Statements.of(tx).each(UPSERT, rows, (values, row) -> row.bind(values, row.state.orElseThrow()));
    }

    private void bind(Values values, AlertState stands) throws SQLException {
        values.text(id)
                .text(key.identity())
                .text(key.fingerprint())
                .text(stands.status().word())
                .text(severity)
                .text(content)
                .number(fireCount)
                .number(firstSeenAt)
                .number(lastSeenAt)
                .text(eventId)
                .number(stands.resolveAfter().map(Duration::toMillis))
                .time(stands.toldAt())
                .time(stands.startsAt())
                .time(stands.begin())
                .time(stands.lastEnd())
                .time(stands.endHeardAt())
                .time(expiresAt)
                .text(resolvedIn)
                .number(generation)
                .text(incident);
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return number(row, column).map(Instant::ofEpochMilli);
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }
}
