package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.EscalationPolicy.Step;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Paged;
import io.tocsin.model.recipient.Paging;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The escalation policies of an incident go on: who is paged now, as nobody has answered yet. */
final class Escalating {

    private final Draft draft;
    private final Addresses who;
    private final Map<Address.Key, Address> pages = new LinkedHashMap<>();
    private final Map<Address.Key, Set<String>> through = new LinkedHashMap<>();
    private int place;
    private boolean changed;

    Escalating(Draft draft, Addresses who) {
        this.draft = draft;
        this.who = who;
    }

    /** Whether one goes on at this time by itself. */
    static boolean isDue(Draft draft) {
        return draft.escalations.stream().anyMatch(one -> one.isDue(draft.now));
    }

    /** Takes all steps that are due, and begins what rules name that have looked. Where all members are at hand. */
    void due() {
        if (draft.state == Incident.State.OVER || draft.isResolved()) {
            return;
        }
        begin();
        expire();
        for (place = 0; place < draft.escalations.size(); place++) {
            if (draft.escalations.get(place).isOpen()) {
                draft.escalations.set(place, goOn(draft.escalations.get(place)));
            }
        }
        draft.escalations.removeIf(one -> one.state() == Escalation.State.OVER);
    }

    /** Who is paged. */
    Set<Address.Key> pages() {
        return pages.keySet();
    }

    /** Whether the incident itself changed, which is told to all who were told of it. */
    boolean hasChanged() {
        return changed;
    }

    /** Whom rules name, and whom this pages because of them. */
    Naming and(Naming rules) {
        Naming all = rules;
        for (Map.Entry<Address.Key, Address> page : pages.entrySet()) {
            all = all.and(page.getValue(), through.get(page.getKey()));
        }
        return all;
    }

    /** Whoever was paged was told this version. */
    void told() {
        draft.escalations.replaceAll(one -> one.aims(aim -> aim.at(draft.version)));
    }

    /** Acknowledgements that hold no more. */
    private void expire() {
        draft.escalations.removeIf(
                one -> isExpired(one) && naming(draft, one.policy()).isEmpty());
        Optional<Escalation> first =
                draft.escalations.stream().filter(this::isExpired).findFirst();
        if (first.isEmpty() || draft.handling.acknowledged().isEmpty()) {
            return;
        }
        Handling.Acknowledgement seen = draft.handling.acknowledged().get();
        draft.handling = draft.handling.acknowledged(Optional.empty());
        changes();
        String held = Span.words(Duration.between(draft.past(seen.at()), draft.now));
        draft.enter(
                Entry.Kind.UNACKNOWLEDGED,
                "hub",
                "the acknowledgement by " + seen.by() + " was for " + held + ", by escalation "
                        + first.get().policy(),
                "");
        draft.escalations.replaceAll(one -> one.state() == Escalation.State.ANSWERED ? one.again(draft.now) : one);
    }

    private boolean isExpired(Escalation one) {
        return one.state() == Escalation.State.ANSWERED && one.isDue(draft.now);
    }

    private void changes() {
        draft.acted = ++draft.version;
        changed = true;
    }

    private void begin() {
        Map<String, EscalationPolicy> named = new LinkedHashMap<>();
        notifying(draft)
                .flatMap(rule -> rule.escalation().stream())
                .forEach(policy -> named.putIfAbsent(policy.name(), policy));
        draft.escalations.forEach(one -> named.remove(one.policy()));
        named.values().forEach(policy -> {
            Escalation fresh = Escalation.beginning(policy.name(), draft.now);
            draft.escalations.add(draft.handling
                    .acknowledged()
                    .map(seen -> fresh.answered(draft.now, holds(policy, draft.past(seen.at())), Set.of()))
                    .orElse(fresh));
        });
    }

    /** Until when what somebody acknowledged then holds. */
    private static Optional<Instant> holds(EscalationPolicy policy, Instant since) {
        return policy.acknowledgedFor().map(since::plus);
    }

    /** The rules that have looked, name it, and match something that fires. */
    private static List<Policy> naming(Draft draft, String escalation) {
        return notifying(draft).filter(rule -> names(rule, escalation)).toList();
    }

    private static Stream<Policy> notifying(Draft draft) {
        return draft.subscriptions.values().stream()
                .filter(held -> held.hasLooked() && held.firing().total() > 0)
                .flatMap(held -> draft.policy(held.rule()).stream());
    }

    private Escalation goOn(Escalation was) {
        List<Policy> rules = naming(draft, was.policy());
        boolean isDue = was.isDue(draft.now);
        if (rules.isEmpty()) { // it may fire again before the next step, and then nothing begins anew
            return isDue || policy(draft, was.policy()).isEmpty() ? was.over() : was;
        }
        if (!isDue && !was.held()) {
            return was;
        }
        Set<String> active = rules.stream()
                .filter(rule -> rule.isActive(draft.now))
                .map(Policy::rule)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (active.isEmpty() || !firesUnheld(active)) {
            return held(was, rules);
        }
        EscalationPolicy policy = rules.get(0).escalation().orElseThrow();
        Escalation next = later(was.held() ? was.released(draft.now) : was, active);
        while (next.isRunning()
                && next.dueAt().filter(due -> !due.isAfter(draft.now)).isPresent()) {
            next = step(next, policy, active);
        }
        return next;
    }

    /** What is said of it now, if a rule of the incident names it still. */
    private static Optional<EscalationPolicy> policy(Draft draft, String name) {
        return draft.subscriptions.values().stream()
                .flatMap(held -> draft.policy(held.rule()).stream())
                .flatMap(rule -> rule.escalation().stream())
                .filter(policy -> policy.name().equals(name))
                .findFirst();
    }

    private boolean firesUnheld(Set<String> rules) {
        return draft.roster
                        .part(new Concern(rules, Set.of(), List.of(Concern.Known.NOTHING)))
                        .firing()
                        .total()
                > 0;
    }

    /** Nobody is woken for what is held back: it goes on when that ends. */
    private Escalation held(Escalation was, List<Policy> rules) {
        if (!was.held()) {
            draft.enter(
                    Entry.Kind.HOLD, actor(was), "nobody is paged: all that fires is held back, or its rules rest", "");
        }
        List<Instant> ends = new ArrayList<>();
        for (Policy rule : rules) {
            draft.roster.heldUntil(rule.rule()).ifPresent(ends::add);
            rule.active()
                    .filter(times -> !rule.isActive(draft.now))
                    .flatMap(times -> times.begins(draft.now))
                    .ifPresent(ends::add);
        }
        return was.heldUntil(ends.stream().filter(draft.now::isBefore).min(Comparator.naturalOrder()));
    }

    private static String actor(Escalation one) {
        return "escalation " + one.policy();
    }

    /** What people are sent by their own rules, since they have not answered. */
    private Escalation later(Escalation was, Set<String> rules) {
        List<Escalation.Later> rest = new ArrayList<>();
        List<Escalation.Aim> aims = new ArrayList<>(was.aims());
        for (Escalation.Later one : was.later()) {
            if (one.at().isAfter(draft.now)) {
                rest.add(one);
                continue;
            }
            List<Address> at = who.named(
                    List.of(Paging.at(one.person(), one.kinds(), one.onCallIn())), severity(rules), draft.now);
            at.forEach(address -> page(address, rules));
            draft.enter(
                    at.isEmpty() ? Entry.Kind.NOT_REACHED : Entry.Kind.ESCALATED,
                    actor(was),
                    "by the rules of " + one.person() + ", who has not answered: " + String.join(", ", one.kinds()),
                    String.join(", ", at.stream().map(Address::receiver).toList()));
            List<Address.Key> keys = at.stream().map(Address::key).toList();
            aims.replaceAll(aim -> aim.people().contains(one.person()) ? aim.and(keys) : aim);
        }
        return was.with(aims, rest);
    }

    private Escalation step(Escalation was, EscalationPolicy policy, Set<String> rules) {
        int count = policy.steps().size();
        boolean begins = was.step() >= count;
        int pass = was.pass() + (begins ? 1 : 0);
        int index = begins ? 0 : was.step();
        boolean isLong = policy.most()
                .filter(most -> !draft.now.isBefore(draft.past(was.startedAt()).plus(most)))
                .isPresent();
        notThrough(was);
        if (isLong || pass > 1 + policy.repeat()) {
            return end(was, policy, rules, isLong);
        }
        Step step = policy.steps().get(index);
        Escalation next = raise(was, step);
        draft.escalations.set(place, next); // how bad it is now counts for whom it pages
        Severity bad = severity(rules);
        List<Escalation.Aim> aims = new ArrayList<>();
        List<Escalation.Later> later = new ArrayList<>(next.later());
        boolean missed = false;
        draft.enter(
                Entry.Kind.ESCALATED,
                actor(was),
                "step " + (index + 1) + " of " + count + (pass > 1 ? ", pass " + pass : ""),
                step.pages().stream().map(Page::shown).collect(Collectors.joining("; ")));
        for (Page page : step.pages()) {
            next = turns(next, page);
            Map<String, Long> turns = next.turns();
            int again = pass - 1;
            Paged paged = who.paged(page, bad, team -> turns.getOrDefault(team, 0L) + again, draft.now);
            List<String> people =
                    paged.later().stream().map(Paged.Later::person).distinct().toList();
            later.removeIf(one -> people.contains(one.person()));
            paged.later()
                    .forEach(one -> later.add(new Escalation.Later(
                            one.person(), one.kinds(), draft.now.plus(one.after()), one.onCallIn())));
            paged.atOnce().forEach(address -> page(address, rules));
            if (paged.isMissed()) {
                draft.enter(Entry.Kind.NOT_REACHED, actor(was), String.join("; ", paged.missing()), page.shown());
            }
            missed |= paged.isMissed();
            aims.add(new Escalation.Aim(
                    page.shown(),
                    people,
                    paged.atOnce().stream().map(Address::key).toList(),
                    0,
                    paged.isMissed()));
        }
        Instant due = missed && mayHurry(pass, index + 1, policy)
                ? draft.now
                : draft.now.plus(step.delay().of(bad));
        Optional<Instant> last = policy.most().map(draft.past(was.startedAt())::plus);
        return next.taking(
                pass, index + 1, bad, draft.now, last.filter(due::isAfter).orElse(due), aims, later);
    }

    /** The next pass begins no sooner for it: where nobody can be reached, all passes would be over at once. */
    private static boolean mayHurry(int pass, int taken, EscalationPolicy policy) {
        return taken < policy.steps().size() || pass > policy.repeat();
    }

    /** Each time that a policy runs, it begins with the member after the one with whom it began the last time. */
    private Escalation turns(Escalation was, Page page) {
        Escalation next = was;
        if (page.takesTurns() && page.target() instanceof Target.People people) {
            for (String team : people.teams()) {
                if (!next.turns().containsKey(team)) {
                    next = next.turn(team, who.turn(team));
                }
            }
        }
        return next;
    }

    private Escalation raise(Escalation was, Step step) {
        return step.severity()
                .filter(to -> to.worseThan(draft.severity()))
                .map(to -> {
                    changes();
                    draft.enter(
                            Entry.Kind.SEVERITY,
                            actor(was),
                            "nobody has answered: " + draft.severity().word() + ", now " + to.word(),
                            "");
                    return was.raising(to);
                })
                .orElse(was);
    }

    /** What a step sent and that did not get through for as long as the step; it is tried on. */
    private void notThrough(Escalation was) {
        was.aims().stream()
                .filter(aim -> !aim.missed() && !aim.at().isEmpty())
                .filter(aim -> aim.at().stream()
                        .allMatch(key ->
                                newest(key, aim.version()).filter(Told::waits).isPresent()))
                .forEach(aim -> draft.enter(
                        Entry.Kind.NOT_REACHED, actor(was), "no try has got through since the last step", aim.who()));
    }

    private Escalation end(Escalation was, EscalationPolicy policy, Set<String> rules, boolean isLong) {
        Severity bad = severity(rules);
        List<Address> told = who.named(policy.unanswered(), bad, draft.now);
        told.forEach(address -> page(address, rules));
        String words = isLong
                ? "nobody has answered for " + Span.words(policy.most().orElseThrow())
                : "nobody has answered, and all steps were taken";
        draft.enter(
                Entry.Kind.UNANSWERED,
                actor(was),
                words,
                String.join(
                        ", ", told.stream().map(Address::receiver).distinct().toList()));
        if (told.isEmpty() && !policy.unanswered().isEmpty()) {
            draft.enter(Entry.Kind.NOT_REACHED, actor(was), "whom it would notify in the end is nobody just now", "");
        }
        return was.ended(bad);
    }

    private void page(Address address, Set<String> rules) {
        pages.merge(address.key(), address, Address::sooner);
        through.computeIfAbsent(address.key(), key -> new LinkedHashSet<>()).addAll(rules);
    }

    private Severity severity(Set<String> rules) {
        return draft.raised(rules.stream()
                .flatMap(rule -> draft.roster.worst(rule).stream())
                .min(Comparator.naturalOrder())
                .orElse(draft.worst));
    }

    private Optional<Told> newest(Address.Key key, long since) {
        return draft.told.stream()
                .filter(told -> told.address().isAt(key) && told.version() >= since && !told.isGone())
                .max(Comparator.comparingLong(Told::version));
    }

    /** A message did not reach an address: where it was a step's, and nothing else of it is on its way, the next step comes at once. */
    static void notReached(Draft draft, Addresses who, Address.Key key) {
        Escalating all = new Escalating(draft, who);
        draft.escalations.replaceAll(one -> one.isRunning() ? all.notReached(one, key) : one);
    }

    private Escalation notReached(Escalation was, Address.Key key) {
        Set<String> waiting = was.later().stream().map(Escalation.Later::person).collect(Collectors.toSet());
        List<Escalation.Aim> missed = was.aims().stream()
                .filter(aim -> !aim.missed()
                        && aim.at().contains(key)
                        && aim.people().stream().noneMatch(waiting::contains)
                        && aim.at().stream()
                                .allMatch(at -> newest(at, aim.version()).isEmpty()))
                .toList();
        if (missed.isEmpty()) {
            return was;
        }
        missed.forEach(aim ->
                draft.enter(Entry.Kind.NOT_REACHED, actor(was), "step " + was.step() + " did not arrive", aim.who()));
        Escalation noted = was.aims(aim -> missed.contains(aim) ? aim.missing() : aim);
        List<Policy> rules = naming(draft, was.policy());
        boolean hurries = !was.held()
                && !rules.isEmpty()
                && mayHurry(was.pass(), was.step(), rules.get(0).escalation().orElseThrow());
        return hurries ? noted.dueBy(draft.now) : noted;
    }

    /** A fallback was told in place of an address. */
    static void takenOver(Draft draft, Address.Key key, Address.Key by) {
        draft.escalations.replaceAll(one -> one.aims(aim -> aim.instead(key, by)));
    }

    /** Somebody sees to it. @param back the pages that waited and are taken back */
    static void answered(Draft draft, List<Told> back) {
        draft.escalations.replaceAll(one -> one.answered(
                draft.now,
                policy(draft, one.policy()).flatMap(policy -> holds(policy, draft.now)),
                sinceLastStep(draft, one, back)));
    }

    /** Where an escalation sent these with its last step, or after it. */
    private static Set<Address.Key> sinceLastStep(Draft draft, Escalation one, List<Told> pages) {
        long version =
                one.aims().stream().mapToLong(Escalation.Aim::version).min().orElse(0);
        return pages.stream()
                .filter(told -> told.version() >= version)
                .filter(told -> told.through().keySet().stream()
                        .flatMap(rule -> draft.policy(rule).stream())
                        .anyMatch(rule -> names(rule, one.policy())))
                .map(told -> told.address().key())
                .collect(Collectors.toSet());
    }

    /**
     * Something fires of these rules: where nothing of an escalation did any more that nobody answered, its steps begin anew.
     *
     * @param rules which match what fires now
     */
    static void fires(Draft draft, List<Policy> rules) {
        draft.escalations.replaceAll(one -> one.state() == Escalation.State.UNANSWERED
                        && rules.stream().anyMatch(rule -> names(rule, one.policy()))
                        && naming(draft, one.policy()).stream()
                                .allMatch(rule -> rules.contains(rule)
                                        && draft.subscriptions
                                                        .get(rule.rule())
                                                        .firing()
                                                        .total()
                                                == 1)
                ? one.again(draft.now)
                : one);
    }

    private static boolean names(Policy rule, String escalation) {
        return rule.escalation()
                .filter(policy -> policy.name().equals(escalation))
                .isPresent();
    }

    /** Somebody wants its next steps at once. */
    static void now(Draft draft) {
        draft.escalations.replaceAll(one -> switch (one.state()) {
            case RUNNING -> one.dueBy(draft.now);
            case UNANSWERED -> one.again(draft.now);
            case ANSWERED, OVER -> one;
        });
    }

    /**
     * It is worse than when the last step was taken: the next one comes as soon as it would had it been so bad then. One that ended
     * when it was less bad begins anew.
     */
    static void hurry(Draft draft) {
        if (draft.isResolved()) {
            return;
        }
        draft.escalations.replaceAll(one -> worse(draft, one)
                .map(worst -> switch (one.state()) {
                    case RUNNING -> sooner(draft, one, worst);
                    case UNANSWERED -> one.again(draft.now);
                    case ANSWERED, OVER -> one;
                })
                .orElse(one));
    }

    private static Optional<Severity> worse(Draft draft, Escalation one) {
        return naming(draft, one.policy()).stream()
                .flatMap(rule -> draft.subscriptions.get(rule.rule()).firing().worst().stream())
                .min(Comparator.naturalOrder())
                .filter(now -> one.severity().filter(now::worseThan).isPresent());
    }

    private static Escalation sooner(Draft draft, Escalation was, Severity worst) {
        List<Step> steps =
                naming(draft, was.policy()).get(0).escalation().orElseThrow().steps();
        return was.held() || was.step() == 0 || was.step() > steps.size()
                ? was
                : was.dueBy(draft.past(was.takenAt().orElse(draft.now))
                        .plus(steps.get(was.step() - 1).delay().of(worst)));
    }
}
