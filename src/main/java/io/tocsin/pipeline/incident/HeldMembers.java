package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.silence.Hold;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Asks what holds the members of incidents back before their rules look, and keeps what does beside the incident, so that
 * whatever ends it finds whose rules have to look then.
 */
final class HeldMembers {

    private static final String FORGET = "DELETE FROM held WHERE incident_id = ?";

    private static final String INSERT = "INSERT INTO held (held_by, incident_id) VALUES (?, ?)";

    private static final String FIRING = """
            SELECT a.id, a.content FROM member m JOIN alert a ON a.id = m.alert_id
            WHERE m.incident_id = :incident AND m.over_at IS NULL
            """;

    /** So many at a time, where the database gives all that there are otherwise. */
    private static final int FETCHED = 200;

    private record Row(String by, String incident) {}

    /**
     * What holds members of one incident back.
     *
     * @param byAlert each that is held back
     */
    record Held(Map<String, Hold> byAlert) {

        static final Held NOTHING = new Held(Map.of());

        /** In plain words, by alert. */
        Map<String, String> words() {
            return byAlert.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, held -> held.getValue().words()));
        }

        /** When it ends by itself, by alert, where that is known. */
        Map<String, Instant> until() {
            Map<String, Instant> until = new HashMap<>();
            byAlert.forEach((alert, hold) -> hold.until().ifPresent(end -> until.put(alert, end)));
            return until;
        }
    }

    private final Holding holding;
    private final Handle tx;
    private final ObjectMapper json;
    private final Instant now;
    private final Map<String, Held> found = new HashMap<>();

    HeldMembers(Holding holding, Handle tx, ObjectMapper json, Instant now) {
        this.holding = holding;
        this.tx = tx;
        this.json = json;
        this.now = now;
    }

    /** Before any decision about an alert: it may keep others quiet, or stop doing so. @param fires whether it goes on */
    void seen(String alertId, JsonNode alert, boolean fires) {
        holding.seen(tx, alertId, alert, fires, now);
    }

    /**
     * Of an alert that stands alone, before a decision about it.
     *
     * @param atHand what is just said of alerts, which may be new members
     */
    Held alone(IncidentRow row, Map<String, JsonNode> atHand) {
        if (!holding.mayHold()) {
            return found(row, Held.NOTHING);
        }
        Set<String> alerts = row.members().stream()
                .filter(Member::fires)
                .map(Member::alert)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        alerts.removeAll(atHand.keySet());
        Map<String, Hold> holds = new HashMap<>();
        LastWord.of(tx, alerts)
                .forEach((alert, word) -> hold(alert, word.content()).ifPresent(hold -> holds.put(alert, hold)));
        atHand.forEach(
                (alert, content) -> holding.of(tx, alert, content, now).ifPresent(hold -> holds.put(alert, hold)));
        return found(row, new Held(Map.copyOf(holds)));
    }

    /** Of a group, before a look at it: all of its members that fire are asked for, one after the other. */
    Held ofGroup(IncidentRow row) {
        if (!holding.mayHold()) {
            return found(row, Held.NOTHING);
        }
        Map<String, Hold> holds = new HashMap<>();
        tx.createQuery(FIRING)
                .bind("incident", row.id())
                .setFetchSize(FETCHED)
                .map((found, context) -> Map.entry(found.getString("id"), found.getString("content")))
                .forEach(alert ->
                        hold(alert.getKey(), alert.getValue()).ifPresent(hold -> holds.put(alert.getKey(), hold)));
        return found(row, new Held(Map.copyOf(holds)));
    }

    /** Takes what was asked before. */
    Held found(IncidentRow row, Held held) {
        found.put(row.id(), held);
        return held;
    }

    private Optional<Hold> hold(String alert, String content) {
        return holding.of(tx, alert, JsonText.read(json, content), now);
    }

    /**
     * Whether what was asked beside the writer still holds. Of all that one thing holds back, one alert is asked for again, so that this
     * thing stays as it is until the transaction is over: whatever ends it finds what it held.
     */
    boolean stands(Held before) {
        Map<String, String> asked = new TreeMap<>();
        before.byAlert().forEach((alert, hold) -> asked.putIfAbsent(hold.by(), alert));
        Set<String> alerts = new LinkedHashSet<>(asked.values());
        Map<String, LastWord> words = LastWord.of(tx, alerts);
        return alerts.stream().allMatch(alert -> Optional.ofNullable(words.get(alert))
                .flatMap(word -> hold(alert, word.content()))
                .equals(Optional.of(before.byAlert().get(alert))));
    }

    /**
     * Whether every subscription goes by what holds members back now: it looked in this decision, or does so as soon as it would if
     * it were told that a hold ended. One that waits for a repeat, or for the end that a hold was to have, does not.
     *
     * @param input what was decided about: where it is that holds changed, all do
     * @param now when it was decided
     */
    static boolean isSeenByAll(Input input, Standing before, Standing after, Instant now) {
        if (input instanceof Input.HoldChanged
                || after.incident().state() == Incident.State.OVER
                || after.incident().handling().resolved().isPresent()) {
            return true; // or nobody looks any more
        }
        Map<String, Optional<Instant>> looked = new HashMap<>();
        before.subscriptions().forEach(one -> looked.put(one.rule(), one.looked()));
        Optional<Instant> inThis = Optional.of(now);
        return after.subscriptions().stream()
                .allMatch(one -> one.firing().total() == 0
                        || one.looked().isEmpty()
                        || one.why() == Subscription.Why.CHANGE
                        || one.looked().equals(inThis)
                                && !inThis.equals(looked.getOrDefault(one.rule(), Optional.empty())));
    }

    /**
     * After a decision that asked: what holds members back that still fire is kept; and so is what did until now, where somebody
     * has not looked since: its release is still to come, and finds the incident by it.
     *
     * @param isSeen whether everybody goes by what holds members back now
     */
    void keep(IncidentRow row, boolean isSeen) {
        Held held = found.get(row.id());
        if (held == null) {
            return;
        }
        keep(row, held, isSeen);
    }

    /** The same of what was asked elsewhere. */
    static void keep(IncidentRow row, Held held, boolean isSeen) {
        Set<String> by = held.byAlert().entrySet().stream()
                .filter(each -> row.member(each.getKey()).map(Member::fires).orElse(row.group.isGrouped()))
                .map(each -> each.getValue().by())
                .collect(Collectors.toCollection(HashSet::new));
        if (!isSeen) {
            by.addAll(row.heldBy());
        }
        row.heldBy(by);
    }

    static void write(Handle tx, Collection<IncidentRow> changed) {
        List<IncidentRow> rows =
                changed.stream().filter(IncidentRow::heldByChanged).toList();
        Statements statements = Statements.of(tx);
        statements.each(FORGET, rows, (values, row) -> values.text(row.id()));
        statements.each(
                INSERT,
                rows.stream()
                        .flatMap(row -> row.heldBy().stream().sorted().map(by -> new Row(by, row.id())))
                        .toList(),
                (values, row) -> values.text(row.by).text(row.incident));
    }
}
