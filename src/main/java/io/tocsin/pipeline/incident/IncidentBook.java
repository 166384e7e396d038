package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Incidents;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Matched;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.incident.Told;
import io.tocsin.model.incident.Withdrawn;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Dialect;
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
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The incidents that one transaction is about: read once, decided one input after the other, and written once with what is
 * told of them.
 */
public final class IncidentBook {

    /** The lane of notices that are to be fanned out. */
    public static final String NOTICES = "ledger:notices";

    /** The work of looking at incidents whose time has come. */
    public static final String LOOKS = "ledger:incidents";

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
    private final Rosters rosters;
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
        this(corridor, tx, notifying, now, LookAhead.NONE);
    }

    /**
     * Opens an empty one for looks.
     *
     * @param notifying whom to notify of what, as it is now
     * @param ahead what the looks ask, as far as it was asked before
     */
    public IncidentBook(Corridor corridor, Handle tx, Notifying notifying, Instant now, LookAhead ahead) {
        this.corridor = corridor;
        this.tx = tx;
        this.now = now;
        this.addressed = new PeopleAddressed(notifying.recipients().get());
        this.held = new HeldMembers(notifying.holding(), tx, corridor.json(), now);
        this.texts = new NoticeText(corridor, now);
        this.notices = new NewNotices(corridor, now);
        this.rosters = new Rosters(tx, held, ahead);
    }

    /**
     * Which incident an alert belongs to.
     *
     * @param alertId the hub's id of it
     * @param incidentId the one that it was put into last; empty if it never was in one
     * @param group where it belongs if an episode of it begins now
     */
    public record Of(String alertId, Optional<String> incidentId, Group group) {}

    /** Reads the incidents that words about these alerts are about, as far as they are not over. */
    public void readFor(Collection<Of> alerts) {
        Set<String> groups = alerts.stream()
                .filter(of -> of.group.isGrouped())
                .map(of -> of.group.key())
                .collect(Collectors.toSet());
        IncidentLocks.ofGroups(tx, dialect(), groups);
        Set<String> ids = new LinkedHashSet<>(IncidentRow.ofGroups(tx, groups));
        alerts.forEach(of -> of.incidentId.ifPresent(ids::add));
        IncidentLocks.of(tx, dialect(), ids);
        List<IncidentRow> rows = IncidentRow.open(tx, ids);
        Tellings.refresh( // where something may be told: not for a word about an alert of a group
                tx,
                dialect(),
                corridor.lanes(),
                rows.stream().filter(row -> !row.group.isGrouped()).toList());
        rows.forEach(this::put);
        Set<String> members = new LinkedHashSet<>();
        alerts.forEach(of -> rows(of).forEach(row -> members.add(MemberRow.id(row.id(), of.alertId))));
        readMembers(members);
    }

    /** The incidents that may have the alert for a member. */
    private Stream<IncidentRow> rows(Of of) {
        return Stream.concat(of.incidentId.map(byId::get).stream(), Stream.ofNullable(open.get(of.group.id())));
    }

    /** Reads incidents, whether they are over or not; one that is gone is not in the book. */
    public void read(Collection<String> ids) {
        List<String> more =
                ids.stream().filter(id -> !byId.containsKey(id)).distinct().toList();
        IncidentLocks.of(tx, dialect(), more);
        List<IncidentRow> rows = IncidentRow.of(tx, more);
        Tellings.refresh(tx, dialect(), corridor.lanes(), rows);
        rows.forEach(this::put);
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
        Set<String> members = new LinkedHashSet<>();
        byAlert.forEach((alert, incident) -> {
            if (has(incident)) {
                lingering.put(alert, incident);
                members.add(MemberRow.id(incident, alert));
            }
        });
        readMembers(members);
    }

    private void readMembers(Set<String> ids) {
        Set<String> ofGroups = new LinkedHashSet<>(ids);
        ofGroups.removeIf(
                id -> !byId.get(id.substring(0, id.indexOf('/'))).group.isGrouped());
        MemberRow.of(tx, ofGroups).forEach(row -> byId.get(row.incidentId()).knows(row.member()));
    }

    /** The incident that somebody resolved and that an alert which fires is still of, of those that were read. */
    public Optional<String> lingersIn(String alertId) {
        return Optional.ofNullable(lingering.get(alertId));
    }

    /** The members that fire of an incident that was {@linkplain #read read}. */
    List<Member> firing(String incidentId) {
        return rosters.forLook(byId.get(incidentId)).roster().firing();
    }

    /** The group whose incident it is. */
    Group groupOf(String incidentId) {
        return byId.get(incidentId).group;
    }

    private void put(IncidentRow row) {
        byId.put(row.id(), row);
        if (row.isOver()) {
            open.remove(row.group.id(), row);
        } else {
            open.put(row.group.id(), row);
        }
    }

    /** The rules that keep an alert in its incident. */
    public List<String> rulesOf(Of of) {
        Optional<IncidentRow> in = of.incidentId.map(byId::get).filter(row -> !row.isOver());
        return in.stream()
                .flatMap(row -> row.group.isGrouped()
                        ? row.member(of.alertId).stream().flatMap(member -> member.matched().stream()
                                .filter(Matched::fires)
                                .map(Matched::rule))
                        : row.standing().subscriptions().stream().map(Subscription::rule))
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
     * Decides what an alert means for its incident. It stays where it fires; where an episode of it begins, a new incident is
     * opened if its group has none.
     *
     * @param of whose incident
     * @param input that it fires or is over
     * @param policies the rules as they were asked
     * @param eventId the event that said so
     * @param alert what it said, as JSON
     */
    public Outcome decide(Of of, Input input, Map<String, Policy> policies, String eventId, ObjectNode alert) {
        held.seen(of.alertId, alert, input instanceof Input.Fired);
        IncidentRow left = byId.get(lingering.get(of.alertId));
        if (left == null) {
            return enter(of, input, policies, eventId, alert);
        }
        Decision decision = Incidents.decide(rosters.lingering(left), input, policies, addressed, now);
        if (decision.effect() != Decision.Effect.DUPLICATE) {
            keep(left, input, decision);
            lingering.remove(of.alertId);
        }
        if (decision.effect() == Decision.Effect.REOPENED && input instanceof Input.Fired fired) {
            return enter(of, fired.after(left.earlier()), policies, eventId, alert);
        }
        return new Outcome(decision, left.id(), List.of());
    }

    private Outcome enter(Of of, Input input, Map<String, Policy> policies, String eventId, ObjectNode alert) {
        IncidentRow row = incidentOf(of, input);
        Decision decision = Incidents.decide(rosters.forAlert(row, of.alertId, alert), input, policies, addressed, now);
        return switch (decision.effect()) {
            case NOT_OPEN, DUPLICATE -> new Outcome(decision, row.id(), List.of());
            default -> {
                List<Notice> told = notices(row, decision, Contents.said(eventId, alert));
                keep(row, input, decision);
                told.forEach(notices::add);
                notTold(row, decision, policies, eventId, told, subscription -> true);
                yield new Outcome(decision, row.id(), told);
            }
        };
    }

    private IncidentRow incidentOf(Of of, Input input) {
        Optional<IncidentRow> in = of.incidentId.map(byId::get).filter(row -> !row.isOver());
        boolean begins = input instanceof Input.Fired
                && in.flatMap(row -> row.member(of.alertId))
                        .filter(Member::fires)
                        .isEmpty();
        return (begins ? Optional.ofNullable(open.get(of.group.id())) : in)
                .orElseGet(() -> IncidentRow.fresh(of.group, of.alertId, now));
    }

    /**
     * Decides what something else means for an incident that was {@linkplain #read read}: what became of a delivery, say.
     *
     * @param fanOut whether what is told goes to the fan-out; otherwise the caller writes its deliveries
     */
    public Outcome decide(String incidentId, Input input, Map<String, Policy> policies, boolean fanOut) {
        IncidentRow row = byId.get(incidentId);
        Set<String> looking = lookForNews(row);
        boolean isOfOneMessage = input instanceof Input.NotReached
                || input instanceof Input.TakenOver
                || input instanceof Input.Redriven;
        Standing stands = isOfOneMessage ? rosters.forReach(row, now) : rosters.forLook(row);
        Decision decision = Incidents.decide(stands, input, policies, addressed, now);
        if (decision.next().equals(stands) && decision.entries().isEmpty()) {
            return new Outcome(decision, incidentId, List.of());
        }
        boolean looks = (input instanceof Input.TimeCame || input instanceof Input.Act) && !looking.isEmpty();
        boolean tells = !decision.tells().isEmpty() || looks;
        Contents contents = tells ? Contents.of(tx, corridor.json(), row, decision) : Contents.NONE;
        List<Notice> told = notices(row, decision, contents);
        keep(row, input, decision);
        if (!tells) {
            return new Outcome(decision, incidentId, told);
        }
        told.forEach(fanOut ? notices::add : notices::addDone);
        if (input instanceof Input.HoldChanged || looks) {
            notTold(row, decision, policies, contents.eventId(), told, rule -> !looks || looking.contains(rule));
        }
        return new Outcome(decision, incidentId, told);
    }

    /** The rules that look now because something happened; a repeat misses nobody who was not missed before. */
    private Set<String> lookForNews(IncidentRow row) {
        return row.standing().subscriptions().stream()
                .filter(held -> held.isDueForNews(now))
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

    private void keep(IncidentRow row, Input input, Decision decision) {
        boolean isSeen = input instanceof Input.HoldChanged || held.isSeenByAll(row.standing(), decision.next());
        row.take(decision, now);
        held.keep(row, isSeen);
        changed.add(row);
        put(row);
        decision.withdrawn().forEach(what -> withdrawn.add(new Withdrawal(row.id(), what)));
    }

    private List<Notice> notices(IncidentRow row, Decision decision, Contents contents) {
        return decision.tells().stream()
                .map(tell ->
                        texts.of(row.group, decision.next().incident(), tell, contents.eventId(), contents.of(tell)))
                .toList();
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
        if (changed.stream().anyMatch(row -> row.isDue(now))) {
            tx.afterCommit(() -> corridor.lanes().wake(LOOKS));
        }
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
