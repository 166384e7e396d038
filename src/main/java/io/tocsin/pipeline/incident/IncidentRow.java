package io.tocsin.pipeline.incident;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Entry;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Members;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.incident.Told;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** One incident as the store keeps it, changed in memory while decisions are made and then written once. */
final class IncidentRow {

    private static final String UPSERT = """
            INSERT INTO incident (id, group_key, alert_id, rules, state, severity, title, version, opened_at, changed_at,
                                  resolved_at, due_at, acknowledged_by, assigned_to, public_status, closed_at, book)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
              rules = excluded.rules, state = excluded.state, severity = excluded.severity, title = excluded.title,
              version = excluded.version, changed_at = excluded.changed_at, resolved_at = excluded.resolved_at,
              due_at = excluded.due_at, acknowledged_by = excluded.acknowledged_by, assigned_to = excluded.assigned_to,
              public_status = excluded.public_status, closed_at = excluded.closed_at, book = excluded.book
            """;

    /** So many entries of a timeline are kept; what events did is in their own traces, too. */
    private static final int TIMELINE = 100;

    final String group;
    final String alertId;
    private Standing standing;
    private List<Entry> timeline;
    private Instant changedAt;
    private Set<Tellings.Unsettled> unsettled = Set.of();
    private Set<String> heldBy;
    private boolean heldByChanged;

    private IncidentRow(
            String group,
            String alertId,
            Standing standing,
            List<Entry> timeline,
            Set<String> heldBy,
            Instant changedAt) {
        this.group = group;
        this.alertId = alertId;
        this.standing = standing;
        this.timeline = timeline;
        this.heldBy = heldBy;
        this.changedAt = changedAt;
    }

    static IncidentRow fresh(AlertKey group, String alertId, Instant now) {
        Standing standing = Standing.fresh(Id.INCIDENT.next(), Optional.empty(), now);
        return new IncidentRow(group.text(), alertId, standing, List.of(), Set.of(), now);
    }

    /** Those that are not over, of these groups. */
    static List<IncidentRow> open(Handle tx, Collection<AlertKey> groups) {
        return Statements.of(tx)
                .among(
                        "SELECT * FROM incident WHERE state <> 'resolved' AND group_key IN (<list>)",
                        groups.stream().map(AlertKey::text).toList(),
                        IncidentRow::read);
    }

    static List<IncidentRow> of(Handle tx, Collection<String> ids) {
        return Statements.of(tx).among("SELECT * FROM incident WHERE id IN (<list>)", ids, IncidentRow::read);
    }

    private static IncidentRow read(ResultSet row) throws SQLException {
        Book book = Book.read(row.getString("book"));
        Incident incident = new Incident(
                row.getString("id"),
                book.grouping(),
                row.getString("title"),
                state(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("opened_at")),
                time(row, "resolved_at"),
                row.getLong("version"),
                book.acted(),
                book.worst(),
                book.firing(),
                book.over(),
                book.handling().orElse(Handling.NONE),
                book.entries(),
                time(row, "due_at"));
        return new IncidentRow(
                row.getString("group_key"),
                row.getString("alert_id"),
                new Standing(incident, new Members(book.members(), Map.of()), book.subscriptions(), book.told()),
                book.timeline(),
                Set.copyOf(book.heldBy()),
                Instant.ofEpochMilli(row.getLong("changed_at")));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Incident.State state(String word) {
        return word.equals("resolved") ? Incident.State.OVER : Incident.State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String word(Incident.State state) {
        return state == Incident.State.OVER ? "resolved" : state.name().toLowerCase(Locale.ROOT);
    }

    String id() {
        return standing.incident().id();
    }

    /** What another incident says of it that an alert of it fires on in. */
    Handling.Earlier earlier() {
        Handling.Resolution resolution = incident().handling().resolved().orElseThrow();
        return new Handling.Earlier(id(), resolution.by());
    }

    Incident incident() {
        return standing.incident();
    }

    /** Its newest entries. */
    List<Entry> timeline() {
        return timeline;
    }

    /** When its version rose last. */
    Instant changedAt() {
        return changedAt;
    }

    Standing standing() {
        return standing;
    }

    /** What became of what was told, as the store knows it, before a decision goes by it. */
    void told(List<Told> told, Set<Tellings.Unsettled> stillOpen) {
        unsettled = Set.copyOf(stillOpen);
        standing = new Standing(standing.incident(), standing.roster(), standing.subscriptions(), told);
    }

    /** Its members. */
    Members members() {
        return (Members) standing.roster();
    }

    /** What holds members back now, before a decision goes by it. */
    void hold(Members members) {
        standing = new Standing(standing.incident(), members, standing.subscriptions(), standing.told());
    }

    /** What holds members back that fire, as the store names it: ending that makes the incident's rules look. */
    Set<String> heldBy() {
        return heldBy;
    }

    void heldBy(Set<String> now) {
        heldByChanged |= !now.equals(heldBy);
        heldBy = Set.copyOf(now);
    }

    /** The store knows no longer that this holds a member back. */
    void release(String by) {
        heldByChanged = true;
        heldBy = heldBy.stream().filter(one -> !one.equals(by)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether what the store knows of that has to be written anew. */
    boolean heldByChanged() {
        return heldByChanged;
    }

    boolean isOver() {
        return standing.incident().state() == Incident.State.OVER
                && !standing.incident().isFresh();
    }

    void take(Decision decision, Instant now) {
        if (decision.next().incident().version() != standing.incident().version()) {
            changedAt = now;
        }
        standing = decision.next();
        List<Entry> entries = new ArrayList<>(timeline);
        entries.addAll(decision.entries());
        timeline = List.copyOf(entries.subList(Math.max(0, entries.size() - TIMELINE), entries.size()));
    }

    static void write(Handle tx, Collection<IncidentRow> rows) {
        Statements.of(tx).each(UPSERT, rows, (values, row) -> row.bind(values));
    }

    private void bind(Values values) throws SQLException {
        Incident incident = standing.incident();
        values.text(incident.id())
                .text(group)
                .text(alertId)
                .text(NoticeRow.rules(standing.subscriptions().stream()
                        .map(Subscription::rule)
                        .toList()))
                .text(word(incident.state()))
                .text(incident.severity().word())
                .text(incident.title())
                .number(incident.version())
                .time(incident.openedAt())
                .time(changedAt)
                .time(incident.resolvedAt())
                .time(incident.dueAt());
        Handling handling = incident.handling();
        values.text(handling.acknowledged().map(Handling.Acknowledgement::by))
                .text(handling.assignee())
                .text(handling.status().phase().map(PublicStatus.Phase::word))
                .time(handling.closed().map(Handling.Closing::at))
                .text(book().text());
    }

    private Book book() {
        Incident incident = standing.incident();
        return new Book(
                incident.grouping(),
                incident.acted(),
                incident.worst(),
                incident.firing(),
                incident.over(),
                Optional.of(incident.handling()).filter(handling -> !handling.equals(Handling.NONE)),
                incident.entries(),
                members().all(),
                standing.subscriptions(),
                Tellings.needed(standing.told(), unsettled),
                timeline,
                heldBy.stream().sorted().toList());
    }
}
