package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Entering;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Incidents;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Shared;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.incident.Told;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.Related;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The incidents that one transaction is about: read once, decided one input after the other, and written once with what is
 * told of them.
 */
public final class IncidentBook {

    /** The lane of notices that are to be fanned out. */
    public static final String NOTICES = "ledger:notices";

    /** The work of looking at incidents whose time has come. */
    public static final String LOOKS = "ledger:incidents";

    private final Corridor corridor;
    private final Handle tx;
    private final Instant now;
    private final Turns turns;
    private final PeopleAddressed addressed;
    private final HeldMembers held;
    private final NoticeText texts;
    private final NewNotices notices;
    private final Rosters rosters;
    private final RelatedIncidents related;
    private final Shelf shelf = new Shelf();
    private final IncidentReads reads;
    private final Set<IncidentRow> changed = new LinkedHashSet<>();
    private final Withdrawals withdrawn = new Withdrawals();
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
        this.turns = Turns.of(tx);
        this.addressed = new PeopleAddressed(notifying.recipients().get(), turns);
        this.held = new HeldMembers(notifying.holding(), tx, corridor.json(), now);
        this.texts = new NoticeText(corridor, now);
        this.notices = new NewNotices(corridor, now);
        this.rosters = new Rosters(tx, held, ahead);
        this.related = new RelatedIncidents(tx, now, shelf::find);
        this.reads = new IncidentReads(corridor, tx, now, shelf);
    }

    /**
     * Which incident an alert belongs to.
     *
     * @param alertId the hub's id of it
     * @param incidentId the one that it was put into last; empty if it never was in one
     * @param group where it belongs if an episode of it begins now
     * @param shared what it has in common with others, so that their incidents are related
     */
    public record Of(String alertId, Optional<String> incidentId, Group group, List<Shared> shared) {}

    /** From here on it takes what it reads at once or not at all, since what comes after it is held already. */
    void takeAtOnce() {
        reads.takeAtOnce();
    }

    /**
     * Reads the incidents that words about these alerts are about, as far as they are not over, and incidents that somebody resolved
     * while alerts of them fired.
     *
     * @param lingering which of the latter, by the hub's ids of the alerts
     */
    public void readFor(Collection<Of> alerts, Map<String, String> lingering) {
        reads.readFor(alerts, lingering);
    }

    /** Reads incidents, whether they are over or not; one that is gone is not in the book. */
    public void read(Collection<String> ids) {
        reads.read(ids);
    }

    private Dialect dialect() {
        return corridor.store().dialect();
    }

    /** The incident that somebody resolved and that an alert which fires is still of, of those that were read. */
    public Optional<String> lingersIn(String alertId) {
        return reads.lingersIn(alertId);
    }

    /** The members that fire of an incident that was {@linkplain #read read}. */
    List<Member> firing(String incidentId) {
        return rosters.forLook(shelf.get(incidentId)).roster().firing();
    }

    /** The group whose incident it is. */
    Group groupOf(String incidentId) {
        return shelf.get(incidentId).group;
    }

    /** What an incident shares with others. */
    List<Shared> sharedBy(String incidentId) {
        return shelf.get(incidentId).shared().isEmpty() ? List.of() : related.sharedBy(incidentId);
    }

    /** The rules that keep an alert in its incident. */
    public List<String> rulesOf(Of of) {
        return shelf.rulesOf(of);
    }

    /** Whether an incident was read. */
    public boolean has(String incidentId) {
        return shelf.has(incidentId);
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
        List<Outcome> outcomes = Entering.decide(of.group, input, atHand(of, policies, alert)).stream()
                .map(step -> step.isLeft() ? lingers(of, step) : enters(of, step, policies, eventId, alert))
                .toList();
        return outcomes.get(outcomes.size() - 1);
    }

    private Entering.AtHand<IncidentRow> atHand(Of of, Map<String, Policy> policies, ObjectNode alert) {
        return shelf.new Word(of, now) {
            @Override
            public Optional<IncidentRow> left() {
                return lingersIn(of.alertId).flatMap(shelf::find);
            }

            @Override
            public Decision lingers(IncidentRow left, Input input) {
                return Incidents.decide(rosters.lingering(left), input, policies, addressed, now);
            }

            @Override
            public Decision enters(IncidentRow row, Input input) {
                return Incidents.decide(rosters.forAlert(row, of.alertId, alert), input, policies, addressed, now);
            }
        };
    }

    private Outcome lingers(Of of, Entering.Step<IncidentRow> step) {
        if (step.decision().effect() != Decision.Effect.DUPLICATE) {
            keep(step.incident(), step.input(), step.decision());
            reads.leaves(of.alertId);
        }
        return new Outcome(step.decision(), step.incident().id(), List.of());
    }

    private Outcome enters(
            Of of, Entering.Step<IncidentRow> step, Map<String, Policy> policies, String eventId, ObjectNode alert) {
        IncidentRow row = step.incident();
        Decision decision = step.decision();
        if (!decision.effect().isNews()) {
            if (isTimed(row, decision)) {
                keep(row, step.input(), decision);
            }
            return new Outcome(decision, row.id(), List.of());
        }
        if (decision.effect() == Decision.Effect.OPENED || decision.effect() == Decision.Effect.JOINED) {
            related.begins(row, of.shared);
        }
        List<Notice> told = notices(row, decision, Contents.said(eventId, alert));
        keep(row, step.input(), decision);
        told.forEach(notices::add);
        notTold(row, decision, policies, eventId, told, subscription -> true);
        return new Outcome(decision, row.id(), told);
    }

    /** Whether what is no news counts from another time now: the clock was set back. */
    private static boolean isTimed(IncidentRow row, Decision decision) {
        return decision.member()
                .filter(member ->
                        !row.member(member.alert()).map(Member::matched).equals(Optional.of(member.matched())))
                .isPresent();
    }

    /**
     * Decides what something else means for an incident that was {@linkplain #read read}: what became of a delivery, say.
     *
     * @param fanOut whether what is told goes to the fan-out; otherwise the caller writes its deliveries
     */
    public Outcome decide(String incidentId, Input input, Map<String, Policy> policies, boolean fanOut) {
        return decide(incidentId, input, policies, notice -> fanOut);
    }

    /**
     * The same.
     *
     * @param fansOut which of what is told goes to the fan-out; of the others the caller writes the deliveries
     */
    public Outcome decide(String incidentId, Input input, Map<String, Policy> policies, Predicate<Notice> fansOut) {
        IncidentRow row = shelf.get(incidentId);
        boolean isOfOneMessage = input instanceof Input.NotReached
                || input instanceof Input.TakenOver
                || input instanceof Input.Redriven;
        return decide(
                row, isOfOneMessage ? rosters.forReach(row, now) : rosters.forLook(row), input, policies, fansOut);
    }

    private Outcome decide(
            IncidentRow row, Standing stands, Input input, Map<String, Policy> policies, Predicate<Notice> fansOut) {
        Set<String> looking = lookForNews(row);
        Decision decision = Incidents.decide(stands, input, policies, addressed, now);
        if (decision.next().equals(stands) && decision.entries().isEmpty()) {
            return new Outcome(decision, row.id(), List.of());
        }
        boolean looks = (input instanceof Input.TimeCame || input instanceof Input.Act) && !looking.isEmpty();
        boolean tells = !decision.tells().isEmpty() || looks;
        Contents contents = tells ? Contents.of(tx, corridor.json(), row, decision) : Contents.NONE;
        List<Notice> told = notices(row, decision, contents);
        keep(row, input, decision);
        if (!tells) {
            return new Outcome(decision, row.id(), told);
        }
        for (Notice one : told) {
            if (fansOut.test(one)) {
                notices.add(one);
            } else {
                notices.addDone(one);
            }
        }
        if (input instanceof Input.HoldChanged || looks) {
            notTold(row, decision, policies, contents.eventId(), told, rule -> !looks || looking.contains(rule));
        }
        return new Outcome(decision, row.id(), told);
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
                && shelf.get(incidentId).standing().told().stream()
                        .noneMatch(told -> told.address().key().equals(address)
                                && told.version() == version
                                && told.state() != Told.State.LOST);
    }

    /** Whether an address was paged with a version of an incident that was {@linkplain #read read}, and that somebody sees to now. */
    public boolean isAnsweredPage(String incidentId, Address.Key address, long version) {
        return shelf.find(incidentId)
                .map(IncidentRow::standing)
                .filter(stands -> stands.incident().handling().acknowledged().isPresent())
                .filter(stands -> stands.told().stream()
                        .anyMatch(told -> told.address().isAt(address) && told.version() == version && told.page()))
                .isPresent();
    }

    /** The incident that was {@linkplain #read read}, as it stands now. */
    Optional<Standing> standing(String incidentId) {
        return shelf.find(incidentId).map(IncidentRow::standing);
    }

    /** Whether an address knows of an incident, or is about to. */
    public boolean isTold(String incidentId, Address.Key address) {
        return shelf.find(incidentId).stream()
                .flatMap(row -> row.standing().told().stream())
                .anyMatch(told -> told.address().key().equals(address) && told.state() != Told.State.LOST);
    }

    /**
     * Has the rules of an incident look since what held members of it back does no longer, or not in the same way. Those of a group
     * do so by themselves, once its members have been gone through beside the writer.
     *
     * @param by what held them back, as the store names it
     * @param why for the timeline
     */
    public Outcome release(String incidentId, String by, String why, Map<String, Policy> policies) {
        IncidentRow row = shelf.get(incidentId);
        row.release(by);
        return decide(row, rosters.forRelease(row), new Input.HoldChanged(why), policies, notice -> true);
    }

    private void keep(IncidentRow row, Input input, Decision decision) {
        boolean isSeen = HeldMembers.isSeenByAll(input, row.standing(), decision.next(), now);
        row.take(decision, now);
        IncidentMeters.countFlapping(corridor.meters(), tx, decision.entries());
        IncidentMeters.countEscalated(corridor.meters(), tx, decision.entries());
        held.keep(row, isSeen);
        changed.add(row);
        shelf.put(row);
        decision.withdrawn().forEach(what -> withdrawn.add(row.id(), what));
    }

    private List<Notice> notices(IncidentRow row, Decision decision, Contents contents) {
        if (decision.tells().isEmpty()) {
            return List.of();
        }
        Related others = row.shared().isEmpty() ? Related.NONE : related.of(row.id());
        return decision.tells().stream()
                .map(tell -> texts.of(
                        row.group, decision.next().incident(), tell, contents.eventId(), contents.of(tell), others))
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
        IncidentMeters.countHeld(corridor.meters(), tx, changed);
        if (changed.stream().anyMatch(row -> row.isDue(now))) {
            tx.afterCommit(() -> corridor.lanes().wake(LOOKS));
        }
        notices.write(tx); // before: what is taken back may be told in the same transaction
        withdrawn.write(tx, dialect(), now);
        turns.write(tx, dialect());
    }

    /** Whom rules want told and who is not there: the caller keeps a dead letter of each. */
    public List<Unreached> unreached() {
        return List.copyOf(unreached);
    }
}
