package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Incidents;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.incident.Tell;
import io.tocsin.model.incident.Told;
import io.tocsin.model.incident.Withdrawn;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The incidents that one transaction is about: read once, decided one input after the other, and written once with what is
 * told of them.
 */
public final class IncidentBook {

    /** The lane of notices that are to be fanned out. */
    public static final String NOTICES = "ledger:notices";

    private static final String WITHDRAW = """
            UPDATE delivery SET state = 'superseded', reason = :reason, settled_at = :now
            WHERE incident_id = :incident AND receiver = :receiver AND address = :address AND version = :version
              AND state = 'pending' AND owner IS NULL
            """;

    /** What is not fanned out yet cannot be superseded yet: it is once it is fanned out. */
    private static final String WITHDRAW_NOTICE = """
            UPDATE notice SET withdrawn = 1 WHERE incident_id = :incident AND version = :version AND state = 'pending'
            """;

    private record Withdrawal(String incident, Withdrawn what) {}

    private final Corridor corridor;
    private final Handle tx;
    private final Instant now;
    private final PeopleAddressed addressed;
    private final HeldMembers held;
    private final NoticeText texts;
    private final NewNotices notices;
    private final Map<String, IncidentRow> byId = new HashMap<>();
    private final Map<String, IncidentRow> open = new HashMap<>();
    /** Alerts, and the incidents that somebody resolved while they fired. */
    private final Map<String, String> lingering = new HashMap<>();

    private final Set<IncidentRow> changed = new LinkedHashSet<>();
    private final List<Withdrawal> withdrawn = new ArrayList<>();
    private final List<Unreached> unreached = new ArrayList<>();

    /**
     * Opens an empty one.
     *
     * @param notifying whom to notify of what, as it is now
     */
    public IncidentBook(Corridor corridor, Handle tx, Notifying notifying, Instant now) {
        this.corridor = corridor;
        this.tx = tx;
        this.now = now;
        this.addressed = new PeopleAddressed(notifying.recipients().get());
        this.held = new HeldMembers(notifying.holding(), tx, corridor.json(), now);
        this.texts = new NoticeText(corridor, now);
        this.notices = new NewNotices(corridor, now);
    }

    /** Reads the incidents of these groups that are not over. */
    public void readOpen(Collection<AlertKey> groups) {
        IncidentLocks.ofGroups(
                tx, dialect(), groups.stream().map(AlertKey::text).toList());
        take(IncidentRow.open(tx, groups));
    }

    /** Reads incidents, whether they are over or not; one that is gone is not in the book. */
    public void read(Collection<String> ids) {
        List<String> more =
                ids.stream().filter(id -> !byId.containsKey(id)).distinct().toList();
        IncidentLocks.of(tx, dialect(), more);
        take(IncidentRow.of(tx, more));
    }

    private Dialect dialect() {
        return corridor.store().dialect();
    }

    /**
     * Reads incidents that somebody resolved while alerts of them fired.
     *
     * @param byAlert which, by the hub's ids of the alerts
     */
    public void readLingering(Map<String, String> byAlert) {
        read(byAlert.values());
        byAlert.forEach((alert, incident) -> {
            if (has(incident)) {
                lingering.put(alert, incident);
            }
        });
    }

    /** The incident that somebody resolved and that an alert which fires is still of, of those that were read. */
    public Optional<String> lingersIn(String alertId) {
        return Optional.ofNullable(lingering.get(alertId));
    }

    private void take(List<IncidentRow> rows) {
        Tellings.refresh(tx, dialect(), corridor.lanes(), rows);
        for (IncidentRow row : rows) {
            byId.put(row.id(), row);
            if (!row.isOver()) {
                open.put(row.group, row);
            }
        }
    }

    /** The rules that keep the open incident of a group. */
    public List<String> rulesOf(AlertKey group) {
        return Optional.ofNullable(open.get(group.text())).stream()
                .flatMap(row -> row.standing().subscriptions().stream())
                .map(Subscription::rule)
                .toList();
    }

    /** Whether an incident was read. */
    public boolean has(String incidentId) {
        return byId.containsKey(incidentId);
    }

    /**
     * Somebody whom a rule wants told and who is not there.
     *
     * @param eventId the event behind it
     * @param noticeId what they are not told
     * @param rule the rule
     * @param why in plain words
     */
    public record Unreached(String eventId, String noticeId, String rule, String why) {}

    /**
     * What came of an input.
     *
     * @param decision what was decided
     * @param incidentId of which incident
     * @param notices what is told of it
     */
    public record Outcome(Decision decision, String incidentId, List<Notice> notices) {}

    /**
     * Decides what an alert means for its incident.
     *
     * @param group whose incident; a new one is opened if it has none
     * @param alertId the hub's id of the alert
     * @param input that it fires or is over
     * @param policies the rules as they were asked
     * @param eventId the event that said so
     * @param alert what it said, as JSON
     */
    public Outcome decide(
            AlertKey group,
            String alertId,
            Input input,
            Map<String, Policy> policies,
            String eventId,
            ObjectNode alert) {
        IncidentRow left = byId.get(lingering.get(alertId));
        if (left == null) {
            return enter(group, alertId, input, policies, eventId, alert);
        }
        Decision decision = Incidents.decide(left.standing(), input, policies, addressed, now);
        if (decision.effect() != Decision.Effect.DUPLICATE) {
            keep(left, decision);
            lingering.remove(alertId);
        }
        if (decision.effect() == Decision.Effect.REOPENED && input instanceof Input.Fired fired) {
            return enter(group, alertId, fired.after(left.earlier()), policies, eventId, alert);
        }
        return new Outcome(decision, left.id(), List.of());
    }

    private Outcome enter(
            AlertKey group,
            String alertId,
            Input input,
            Map<String, Policy> policies,
            String eventId,
            ObjectNode alert) {
        IncidentRow row =
                Optional.ofNullable(open.get(group.text())).orElseGet(() -> IncidentRow.fresh(group, alertId, now));
        held.look(row, alertId, alert, input instanceof Input.Fired);
        Decision decision = Incidents.decide(row.standing(), input, policies, addressed, now);
        return switch (decision.effect()) {
            case NOT_OPEN, DUPLICATE -> new Outcome(decision, row.id(), List.of());
            default -> {
                keep(row, decision);
                List<Notice> told = tell(row, decision, eventId, List.of(alert), true);
                notTold(row, decision, policies, eventId, told, subscription -> true);
                yield new Outcome(decision, row.id(), told);
            }
        };
    }

    /**
     * Decides what something else means for an incident that was {@linkplain #read read}: what became of a delivery, say.
     *
     * @param fanOut whether what is told goes to the fan-out; otherwise the caller writes its deliveries
     */
    public Outcome decide(String incidentId, Input input, Map<String, Policy> policies, boolean fanOut) {
        IncidentRow row = byId.get(incidentId);
        Set<String> looking = lookForNews(row);
        held.look(row);
        Decision decision = Incidents.decide(row.standing(), input, policies, addressed, now);
        if (decision.next().equals(row.standing()) && decision.entries().isEmpty()) {
            return new Outcome(decision, incidentId, List.of());
        }
        keep(row, decision);
        boolean looks = input instanceof Input.TimeCame && !looking.isEmpty();
        if (decision.tells().isEmpty() && !looks) {
            return new Outcome(decision, incidentId, List.of());
        }
        LastWord last = LastWord.of(tx, row.alertId);
        List<ObjectNode> alerts = last.content().stream()
                .map(content -> (ObjectNode) JsonText.read(corridor.json(), content))
                .toList();
        List<Notice> told = tell(row, decision, last.eventId(), alerts, fanOut);
        if (input instanceof Input.HoldChanged || looks) {
            notTold(row, decision, policies, last.eventId(), told, rule -> !looks || looking.contains(rule));
        }
        return new Outcome(decision, incidentId, told);
    }

    /** The rules that look now because something happened; a repeat misses nobody who was not missed before. */
    private Set<String> lookForNews(IncidentRow row) {
        return row.standing().subscriptions().stream()
                .filter(held -> held.isDue(now) && held.why() != Subscription.Why.REPEAT)
                .map(Subscription::rule)
                .collect(Collectors.toSet());
    }

    /**
     * Whether an address that was to be told a version of an incident is not to be any more; also where the book has forgotten
     * that version, since something newer has arrived.
     */
    public boolean isWithdrawn(String incidentId, Address.Key address, long version) {
        return has(incidentId)
                && byId.get(incidentId).standing().told().stream()
                        .noneMatch(told -> told.address().key().equals(address)
                                && told.version() == version
                                && told.state() != Told.State.LOST);
    }

    /** The incident that was {@linkplain #read read}, as it stands now. */
    Optional<Standing> standing(String incidentId) {
        return Optional.ofNullable(byId.get(incidentId)).map(IncidentRow::standing);
    }

    /** Whether an address knows of an incident, or is about to. */
    public boolean isTold(String incidentId, Address.Key address) {
        return Optional.ofNullable(byId.get(incidentId)).stream()
                .flatMap(row -> row.standing().told().stream())
                .anyMatch(told -> told.address().key().equals(address) && told.state() != Told.State.LOST);
    }

    /**
     * Has the rules of an incident look since what held members of it back does no longer, or not in the same way.
     *
     * @param by what held them back, as the store names it
     * @param why for the timeline
     */
    public Outcome release(String incidentId, String by, String why, Map<String, Policy> policies) {
        byId.get(incidentId).release(by);
        return decide(incidentId, new Input.HoldChanged(why), policies, true);
    }

    private void keep(IncidentRow row, Decision decision) {
        row.take(decision, now);
        held.keep(row);
        changed.add(row);
        byId.put(row.id(), row);
        if (row.isOver()) {
            open.remove(row.group, row);
        } else {
            open.put(row.group, row);
        }
        decision.withdrawn().forEach(what -> withdrawn.add(new Withdrawal(row.id(), what)));
    }

    private List<Notice> tell(
            IncidentRow row, Decision decision, String eventId, List<ObjectNode> alerts, boolean fanOut) {
        List<Notice> told = new ArrayList<>();
        for (Tell tell : decision.tells()) {
            Notice notice = texts.of(row.incident(), tell, eventId, alerts);
            if (fanOut) {
                notices.add(notice);
            } else {
                notices.addDone(notice);
            }
            told.add(notice);
        }
        return told;
    }

    private void notTold(
            IncidentRow row,
            Decision decision,
            Map<String, Policy> policies,
            String eventId,
            List<Notice> told,
            Predicate<String> asked) {
        if (row.isOver()) {
            return;
        }
        row.standing().subscriptions().forEach(subscription -> {
            Policy policy = policies.get(subscription.rule());
            Set<String> lost = policy == null ? Set.of() : addressed.lost(policy.targets());
            if (!lost.isEmpty() && asked.test(subscription.rule())) {
                Notice about = told.stream()
                        .filter(notice -> notice.rules().contains(subscription.rule()))
                        .findFirst()
                        .orElseGet(() -> nobody(row, subscription.rule(), eventId));
                unreached.add(new Unreached(eventId, about.id(), subscription.rule(), String.join("; ", lost)));
            }
        });
    }

    private Notice nobody(IncidentRow row, String rule, String eventId) {
        Notice notice = texts.toNobody(row.incident(), rule, eventId);
        notices.addDone(notice);
        return notice;
    }

    /** Writes what changed and what is told. */
    public void write() {
        IncidentRow.write(tx, changed);
        HeldMembers.write(tx, changed);
        notices.write(tx); // before: what is taken back may be told in the same transaction
        if (!withdrawn.isEmpty()) {
            PreparedBatch batch = tx.prepareBatch(WITHDRAW);
            for (Withdrawal one : withdrawn) {
                batch.bind("reason", words(one.what.why()))
                        .bind("now", now.toEpochMilli())
                        .bind("incident", one.incident)
                        .bind("receiver", one.what.address().receiver())
                        .bind("address", one.what.address().address())
                        .bind("version", one.what.version())
                        .add();
            }
            batch.execute();
            PreparedBatch unmade = tx.prepareBatch(WITHDRAW_NOTICE);
            for (Withdrawal one : withdrawn) {
                unmade.bind("incident", one.incident)
                        .bind("version", one.what.version())
                        .add();
            }
            unmade.execute();
        }
    }

    /** Whom rules want told and who is not there: the caller keeps a dead letter of each. */
    public List<Unreached> unreached() {
        return List.copyOf(unreached);
    }

    private static String words(Withdrawn.Why why) {
        return why == Withdrawn.Why.SUPERSEDED
                ? "overtaken by a newer notice, which says all that this one does"
                : "it was over before this was sent, so neither is";
    }
}
