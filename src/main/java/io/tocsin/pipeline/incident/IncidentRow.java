package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Entry;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Member;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final String POINT = """
            INSERT INTO incident_group (group_key, incident_id) VALUES (?, ?)
            ON CONFLICT (group_key) DO UPDATE SET incident_id = excluded.incident_id
            """;

    /** So many entries of a timeline are kept; what events did is in their own traces, too. */
    private static final int TIMELINE = 100;

    /** Of a group, whose row is written for each of its alerts. */
    private static final int TIMELINE_OF_GROUP = 20;

    private static final Logger LOG = LoggerFactory.getLogger(IncidentRow.class);

    final Group group;
    final String alertId;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Member> changedMembers = new LinkedHashMap<>();
    private final boolean fresh;
    private Standing standing;
    private List<Entry> timeline;
    private Instant changedAt;
    private Set<Tellings.Unsettled> unsettled = Set.of();
    private Set<String> heldBy;
    private Set<String> heldBefore;
    private boolean heldByChanged;
    private final Set<String> shared = new LinkedHashSet<>();

    private IncidentRow(
            Group group,
            String alertId,
            boolean fresh,
            Standing standing,
            List<Entry> timeline,
            Set<String> heldBy,
            Instant changedAt) {
        this.group = group;
        this.fresh = fresh;
        this.alertId = alertId;
        this.standing = standing;
        this.timeline = timeline;
        this.heldBy = heldBy;
        this.heldBefore = heldBy;
        this.changedAt = changedAt;
    }

    static IncidentRow fresh(Group group, String alertId, Instant now) {
        Standing standing = Standing.fresh(Id.INCIDENT.next(), group.grouping(), now);
        return new IncidentRow(group, alertId, true, standing, List.of(), Set.of(), now);
    }

    /** The incidents that were opened last of these groups that groupings make, as far as there are any. */
    static List<String> ofGroups(Handle tx, Collection<String> groupKeys) {
        return Statements.of(tx)
                .among(
                        "SELECT incident_id FROM incident_group WHERE group_key IN (<list>) AND incident_id <> ''",
                        groupKeys,
                        row -> row.getString(1));
    }

    /** Those of these that groupings made and that are the newest of their groups: found by an index, without reading any. */
    static List<String> grouped(Handle tx, Collection<String> ids) {
        return Statements.of(tx)
                .among(
                        "SELECT incident_id FROM incident_group WHERE incident_id IN (<list>)",
                        ids,
                        row -> row.getString(1));
    }

    /** Those of these that are not over. */
    static List<IncidentRow> open(Handle tx, Collection<String> ids) {
        return read(tx, "SELECT * FROM incident WHERE id IN (<list>) AND state <> 'resolved'", ids);
    }

    static List<IncidentRow> of(Handle tx, Collection<String> ids) {
        return read(tx, "SELECT * FROM incident WHERE id IN (<list>)", ids);
    }

    /** One that can't be read is left out, as if it were gone: it must not keep others from what they have to tell. */
    private static List<IncidentRow> read(Handle tx, String sql, Collection<String> names) {
        return Statements.of(tx).among(sql, names, IncidentRow::readable).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<IncidentRow> readable(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            return Optional.of(read(row));
        } catch (RuntimeException unreadable) {
            LOG.error(
                    "incident {} cannot be read and is passed over: nobody is notified of it. Is the store of a later version?",
                    id,
                    unreadable);
            return Optional.empty();
        }
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
                book.steadyAt(),
                book.endedAt(),
                book.escalations(),
                time(row, "due_at"));
        IncidentRow read = new IncidentRow(
                new Group(book.grouping(), row.getString("group_key"), row.getString("title")),
                row.getString("alert_id"),
                false,
                new Standing(incident, Members.NONE, book.subscriptions(), book.told()),
                book.timeline(),
                Set.copyOf(book.heldBy()),
                Instant.ofEpochMilli(row.getLong("changed_at")));
        book.members().forEach(read::knows);
        read.shared.addAll(book.shared());
        return read;
    }

    /** What its alerts have in common with those of others. */
    Set<String> shared() {
        return Set.copyOf(shared);
    }

    /** Whether it did not share this yet, and does from now on. */
    boolean shares(String key, int most) {
        return shared.size() < most && shared.add(key);
    }

    /** Takes in a member that was read. */
    void knows(Member member) {
        members.putIfAbsent(member.alert(), member);
    }

    /** The members that are at hand: of an alert that stands alone all, of a group those that were read. */
    List<Member> members() {
        return List.copyOf(members.values());
    }

    /** Goes through the members that are at hand, without a copy of their list. */
    void eachMember(Consumer<Member> each) {
        members.values().forEach(each);
    }

    /** The member that an alert is, if it is at hand. */
    Optional<Member> member(String alert) {
        return Optional.ofNullable(members.get(alert));
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

    /** How it stands, but for its members: {@link Rosters} gives them. */
    Standing standing() {
        return standing;
    }

    /** What became of what was told, as the store knows it, before a decision goes by it. */
    void told(List<Told> told, Set<Tellings.Unsettled> stillOpen) {
        unsettled = Set.copyOf(stillOpen);
        standing = new Standing(standing.incident(), standing.roster(), standing.subscriptions(), told);
    }

    /** Its times are those of a clock that may have been set back since. */
    void catchUp() {
        standing = standing.caughtUp();
    }

    /** The same, of which more is known. */
    void told(List<Told> told) {
        told(told, unsettled);
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

    /** What holds members back now and did not before this transaction. */
    Set<String> newlyHeldBy() {
        return heldBy.stream().filter(by -> !heldBefore.contains(by)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether what the store knows of that has to be written anew. */
    boolean heldByChanged() {
        return heldByChanged;
    }

    boolean isOver() {
        return standing.incident().state() == Incident.State.OVER
                && !standing.incident().isFresh();
    }

    /** Whether rules are to look at it now, which was left for a look of its own. */
    boolean isDue(Instant now) {
        return standing.incident().dueAt().filter(due -> !due.isAfter(now)).isPresent();
    }

    void take(Decision decision, Instant now) {
        if (decision.next().incident().version() != standing.incident().version()) {
            changedAt = now;
        }
        standing = decision.next();
        decision.changed().forEach(member -> {
            members.put(member.alert(), member);
            changedMembers.put(member.alert(), member);
        });
        List<Entry> entries = new ArrayList<>(timeline);
        entries.addAll(decision.entries());
        int most = group.isGrouped() ? TIMELINE_OF_GROUP : TIMELINE;
        timeline = List.copyOf(entries.subList(Math.max(0, entries.size() - most), entries.size()));
    }

    static void write(Handle tx, Collection<IncidentRow> rows) {
        Statements statements = Statements.of(tx);
        List<IncidentRow> grouped =
                rows.stream().filter(row -> row.group.isGrouped()).toList();
        statements.each(
                POINT, grouped.stream().filter(row -> row.fresh).toList(), (values, row) -> values.text(row.group.key())
                        .text(row.id()));
        statements.each(UPSERT, rows, (values, row) -> row.bind(values));
        MemberRow.write(
                tx,
                grouped.stream()
                        .flatMap(row ->
                                row.changedMembers.values().stream().map(member -> new MemberRow(row.id(), member)))
                        .toList());
    }

    private void bind(Values values) throws SQLException {
        Incident incident = standing.incident();
        values.text(incident.id())
                .text(group.key())
                .text(alertId)
                .text(NoticeRow.rules(standing.subscriptions().stream()
                        .map(Subscription::rule)
                        .toList()))
                .text(word(incident.state()))
                .text(incident.severity().word())
                .text(group.isGrouped() ? group.title() : incident.title())
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
                group.isGrouped() ? List.of() : members(),
                standing.subscriptions(),
                Tellings.needed(standing.told(), unsettled),
                timeline,
                heldBy.stream().sorted().toList(),
                incident.steadyAt(),
                incident.endedAt(),
                incident.escalations(),
                List.copyOf(shared));
    }
}
