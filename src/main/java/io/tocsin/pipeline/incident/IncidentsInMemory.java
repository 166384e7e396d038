package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Entering;
import io.tocsin.model.incident.Glimpse;
import io.tocsin.model.incident.Incidents;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Kind;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Members;
import io.tocsin.model.incident.Part;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Roster;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.incident.Told;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.silence.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Incidents in memory, decided by the functions that decide of the store's, at times that the caller says. Nothing is written and
 * nothing sent: what is told has arrived at once, or at the end of quiet hours. An incident is forgotten once it is over. Not for
 * several threads.
 */
public final class IncidentsInMemory {

    /** What was said of alerts, and what holds them back. */
    public interface Alerts {

        /** Whether anything can hold an alert back. */
        boolean mayHold();

        /** What an alert that fires said last, as JSON. */
        JsonNode lastWord(String alertId);

        /** What holds an alert back; of several the one that does for longest. */
        Optional<Hold> hold(String alertId, JsonNode alert, Instant now);
    }

    /**
     * A message that one address is sent.
     *
     * @param incidentId of which incident
     * @param grouping the entry under {@code incidents:} that made it; empty where an alert stands alone
     * @param told to whom, and at which version
     * @param kind as what
     * @param severity the highest of what it tells
     * @param title one line
     * @param rules the rules through which
     * @param part the alerts that it tells of
     * @param alone the alert that stands alone, which its messages name also where it is held back; empty of a grouping's
     */
    public record Message(
            String incidentId,
            Optional<String> grouping,
            Told told,
            Kind kind,
            Severity severity,
            String title,
            List<String> rules,
            Part part,
            Optional<String> alone) {}

    /**
     * Somebody whom a rule wants notified and who is not there.
     *
     * @param rule the rule
     * @param why in plain words
     */
    public record Missing(String rule, String why) {}

    /**
     * What came of an input.
     *
     * @param incidentId of which incident
     * @param decision what was decided
     * @param messages what is sent
     * @param missing whom rules name and who is not there
     * @param leftOut what a look left out
     */
    public record Outcome(
            String incidentId,
            Decision decision,
            List<Message> messages,
            List<Missing> missing,
            List<LeftOut> leftOut) {}

    /**
     * Alerts that a look left out though there was news of them.
     *
     * @param hold what holds them back
     * @param alerts the hub's ids of them
     */
    public record LeftOut(Hold hold, List<String> alerts) {}

    private record Due(Instant at, String incidentId) {}

    private final Recipients recipients;
    private final Alerts alerts;
    private final Turns turns = Turns.inMemory();
    private final Shelf shelf = new Shelf();
    private final Map<String, Instant> dueAt = new HashMap<>();
    private final TreeSet<Due> due = new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::incidentId));
    private final Map<String, Set<String>> heldBy = new HashMap<>();

    /**
     * @param recipients the people who can be notified
     * @param alerts what was said of alerts, and what holds them back
     */
    public IncidentsInMemory(Recipients recipients, Alerts alerts) {
        this.recipients = recipients;
        this.alerts = alerts;
    }

    /** How many are not over. */
    public int size() {
        return shelf.size();
    }

    /** Nothing will be said of an alert any more that goes by how it was. */
    public void forget(String alertId) {
        shelf.forgetFormer(alertId);
    }

    /** When rules look at one next. */
    public Optional<Instant> nextLook() {
        return due.isEmpty() ? Optional.empty() : Optional.of(due.first().at);
    }

    /**
     * Decides what a word about an alert means for its incident, as {@link IncidentBook} does.
     *
     * @param of whose incident
     * @param word that it fires or is over
     * @param policies what the rules say
     * @param alert what was said, as JSON
     * @param now the time
     */
    public Outcome decide(IncidentBook.Of of, Input word, Map<String, Policy> policies, JsonNode alert, Instant now) {
        Asked[] asked = new Asked[1];
        Entering.Step<IncidentRow> step = Entering.decide(of.group(), word, shelf.new Word(of, now) {
                    @Override
                    public Optional<IncidentRow> left() {
                        return Optional.empty(); // nobody resolves anything here
                    }

                    @Override
                    public Decision lingers(IncidentRow left, Input input) {
                        throw new IllegalStateException("nobody resolved " + left.id());
                    }

                    @Override
                    public Decision enters(IncidentRow row, Input input) {
                        arrive(row, now);
                        asked[0] = forAlert(row, of.alertId(), alert, now);
                        return asked[0].decide(input, policies, now);
                    }
                })
                .get(0);
        return step.decision().effect().isNews()
                ? keep(asked[0], step.input(), step.decision(), policies, now)
                : new Outcome(step.incident().id(), step.decision(), List.of(), List.of(), List.of());
    }

    /** The rules look at the incident that is due first. @param now not before it is due */
    public Outcome look(Map<String, Policy> policies, Instant now) {
        return decide(shelf.get(due.first().incidentId), new Input.TimeCame(), policies, now);
    }

    /**
     * The rules of incidents look that something held back which does no longer.
     *
     * @param by what it is, as {@link Hold#by} names it
     * @param why in plain words
     */
    public List<Outcome> release(String by, String why, Map<String, Policy> policies, Instant now) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String id : new TreeSet<>(heldBy.getOrDefault(by, Set.of()))) {
            IncidentRow row = shelf.get(id);
            row.release(by);
            index(row, Set.of(by), false);
            Input changed = new Input.HoldChanged(by + ": " + why);
            outcomes.add(
                    row.group.isGrouped() // what that makes due is left for a look of its own
                            ? decide(few(row), changed, policies, now)
                            : decide(row, changed, policies, now));
        }
        return outcomes;
    }

    /**
     * Somebody does something about an incident.
     *
     * @return empty where it is over
     */
    public Optional<Outcome> act(String incidentId, Input.Act act, Map<String, Policy> policies, Instant now) {
        return shelf.find(incidentId).map(row -> decide(row, act, policies, now));
    }

    private Outcome decide(IncidentRow row, Input input, Map<String, Policy> policies, Instant now) {
        arrive(row, now);
        HeldMembers.Held held = held(row, Map.of(), now);
        Roster roster = row.group.isGrouped()
                ? new StoredMembers((since, each) -> read(row, since, each), row::member, held)
                : new Members(row.members(), held.words(), held.until());
        return decide(asked(row, roster, Optional.of(held)), input, policies, now);
    }

    private Outcome decide(Asked asked, Input input, Map<String, Policy> policies, Instant now) {
        return keep(asked, input, asked.decide(input, policies, now), policies, now);
    }

    /**
     * An incident with what a decision about it goes by.
     *
     * @param stands how it stands
     * @param held what holds its members back; empty where that is not asked
     * @param addressed who is meant, and who is not there
     */
    private record Asked(IncidentRow row, Standing stands, Optional<HeldMembers.Held> held, PeopleAddressed addressed) {

        Decision decide(Input input, Map<String, Policy> policies, Instant now) {
            return Incidents.decide(stands, input, policies, addressed, now);
        }
    }

    private Asked forAlert(IncidentRow row, String alertId, JsonNode alert, Instant now) {
        if (row.group.isGrouped()) {
            return few(row);
        }
        HeldMembers.Held held = held(row, Map.of(alertId, alert), now);
        return asked(row, new Members(row.members(), held.words(), held.until()), Optional.of(held));
    }

    private Asked few(IncidentRow row) {
        return asked(row, new Glimpse(row::member), Optional.empty());
    }

    private Asked asked(IncidentRow row, Roster roster, Optional<HeldMembers.Held> held) {
        Standing stands = row.standing();
        return new Asked(
                row,
                new Standing(stands.incident(), roster, stands.subscriptions(), stands.told()),
                held,
                new PeopleAddressed(recipients, turns));
    }

    private static void read(IncidentRow row, long since, Consumer<Member> each) {
        row.eachMember(member -> {
            if (member.fires() || member.changed() > since) {
                each.accept(member);
            }
        });
    }

    private Outcome keep(Asked asked, Input input, Decision decision, Map<String, Policy> policies, Instant now) {
        IncidentRow row = asked.row;
        boolean isSeen = HeldMembers.isSeenByAll(input, asked.stands, decision.next(), now);
        List<Message> messages = messages(row, decision);
        Set<String> before = row.heldBy();
        row.take(decision, now);
        arrive(row, now);
        asked.held.ifPresent(holds -> HeldMembers.keep(row, holds, isSeen));
        index(row, before, false);
        keep(row);
        return new Outcome(
                row.id(), decision, messages, missing(row, policies, asked.addressed), leftOut(decision, asked.held));
    }

    private void keep(IncidentRow row) {
        Optional.ofNullable(dueAt.remove(row.id())).ifPresent(at -> due.remove(new Due(at, row.id())));
        if (row.isOver()) {
            index(row, row.heldBy(), false);
            shelf.forget(row);
            if (row.group.flapping().isPresent()) {
                row.eachMember(shelf::formerly);
            }
            return;
        }
        shelf.put(row);
        index(row, row.heldBy(), true);
        row.incident().dueAt().ifPresent(at -> {
            dueAt.put(row.id(), at);
            due.add(new Due(at, row.id()));
        });
    }

    private void index(IncidentRow row, Set<String> holders, boolean holds) {
        for (String by : holders) {
            Set<String> ids = heldBy.computeIfAbsent(by, fresh -> new TreeSet<>());
            if (holds) {
                ids.add(row.id());
            } else {
                ids.remove(row.id());
            }
            if (ids.isEmpty()) {
                heldBy.remove(by);
            }
        }
    }

    /** What was told has arrived, unless quiet hours hold it; what arrived before it is needed no more. */
    private static void arrive(IncidentRow row, Instant now) {
        if (row.standing().told().stream().noneMatch(told -> told.state() == Told.State.UNSENT)) {
            return;
        }
        List<Told> told = row.standing().told().stream()
                .map(one -> one.state() == Told.State.UNSENT
                                && one.address()
                                        .heldUntil()
                                        .filter(now::isBefore)
                                        .isEmpty()
                        ? one.as(Told.State.SENT)
                                .arrivedAt(one.address().heldUntil().orElse(one.at()))
                        : one)
                .toList();
        row.told(Tellings.needed(told, Set.of()), Set.of());
    }

    private HeldMembers.Held held(IncidentRow row, Map<String, JsonNode> atHand, Instant now) {
        if (!alerts.mayHold()) {
            return HeldMembers.Held.NOTHING;
        }
        Map<String, Hold> holds = new HashMap<>();
        row.eachMember(member -> {
            if (member.fires() && !atHand.containsKey(member.alert())) {
                alerts.hold(member.alert(), alerts.lastWord(member.alert()), now)
                        .ifPresent(hold -> holds.put(member.alert(), hold));
            }
        });
        atHand.forEach((alert, word) -> alerts.hold(alert, word, now).ifPresent(hold -> holds.put(alert, hold)));
        return new HeldMembers.Held(Map.copyOf(holds));
    }

    private static List<Message> messages(IncidentRow row, Decision decision) {
        List<Message> messages = new ArrayList<>();
        decision.tells().forEach(tell -> tell.to()
                .forEach(told -> messages.add(new Message(
                        row.id(),
                        row.group.grouping(),
                        told,
                        tell.kind(),
                        tell.severity(),
                        NoticeText.title(row.group, decision.next().incident(), tell),
                        NoticeText.rules(tell),
                        tell.part(),
                        row.group.isGrouped() ? Optional.empty() : Optional.of(row.alertId)))));
        return messages;
    }

    private static List<LeftOut> leftOut(Decision decision, Optional<HeldMembers.Held> held) {
        Map<String, Hold> byWords = new HashMap<>();
        held.ifPresent(holds -> holds.byAlert().values().forEach(hold -> byWords.put(hold.words(), hold)));
        return decision.leftOut().entrySet().stream()
                .map(left -> new LeftOut(
                        byWords.getOrDefault(left.getKey(), new Hold(left.getKey(), Optional.empty(), "")),
                        left.getValue()))
                .toList();
    }

    private static List<Missing> missing(IncidentRow row, Map<String, Policy> policies, PeopleAddressed addressed) {
        Map<String, Missing> missing = new LinkedHashMap<>();
        row.standing().subscriptions().forEach(subscription -> Optional.ofNullable(policies.get(subscription.rule()))
                .map(policy -> addressed.lost(policy.targets()))
                .filter(lost -> !lost.isEmpty())
                .ifPresent(lost ->
                        missing.put(subscription.rule(), new Missing(subscription.rule(), String.join("; ", lost)))));
        return List.copyOf(missing.values());
    }
}
