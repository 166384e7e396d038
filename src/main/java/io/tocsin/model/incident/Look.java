package io.tocsin.model.incident;

import io.tocsin.model.recipient.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Subscriptions look, or addresses are to be told at once: who is told what, and when there is to be a look again. */
final class Look {

    private final Draft draft;
    private final Addresses who;
    private final Map<Address.Key, Hearing.Heard> heard = new LinkedHashMap<>();

    Look(Draft draft, Addresses who) {
        this.draft = draft;
        this.who = who;
    }

    /** Those that are due look. */
    void due() {
        Set<String> looking = new LinkedHashSet<>();
        draft.subscriptions.values().stream()
                .filter(held -> held.isDue(draft.now))
                .forEach(held -> looking.add(held.rule()));
        boolean byPeople = draft.effect == Decision.Effect.ACTED;
        if (looking.isEmpty() && !byPeople && !Escalating.isDue(draft)) {
            return;
        }
        Set<String> first = new LinkedHashSet<>();
        draft.subscriptions.replaceAll((rule, held) -> {
            if (looking.contains(rule) && !held.hasLooked()) {
                first.add(rule);
            }
            return looking.contains(rule) ? held.looking(draft.policy(rule), draft.grouped, draft.now) : held;
        });
        Escalating escalating = new Escalating(draft, who);
        escalating.due();
        boolean acted = byPeople || escalating.hasChanged();
        Naming naming = escalating.and(Naming.of(draft, who));
        Set<Address.Key> asked = new LinkedHashSet<>(escalating.pages());
        draft.withdrawn.stream() // whose page was taken back hears what its rules tell all the same
                .map(Withdrawn::address)
                .filter(key -> !naming.rules(key).isEmpty())
                .forEach(asked::add);
        naming.keys().stream()
                .filter(key -> naming.rules(key).stream().anyMatch(looking::contains))
                .forEach(asked::add);
        keysTold().stream()
                .filter(key -> Tellings.of(draft.told, key).soon().may().stream()
                        .anyMatch(told ->
                                acted || told.through().keySet().stream().anyMatch(looking::contains)))
                .forEach(asked::add);
        Hearing hearing = new Hearing(draft, who, naming, escalating.pages());
        asked.forEach(key -> hear(hearing, key, looking));
        tell();
        escalating.told();
        first.stream()
                .filter(rule -> draft.subscriptions.get(rule).firing().total() == 0)
                .forEach(rule ->
                        draft.enter(Entry.Kind.NOBODY, "rule " + rule, "all was over before its first look", ""));
        hold(hearing, looking);
        rest(looking);
        draft.mayRepeat = true;
    }

    /** What is left out is written down, and looked at again when what holds it back ends. */
    private void hold(Hearing hearing, Set<String> looking) {
        hearing.leftOut().forEach((by, alerts) -> {
            draft.leftOut.put(by, List.copyOf(alerts));
            draft.enter(
                    Entry.Kind.HOLD,
                    "hub",
                    "held back by " + by,
                    "alert " + alerts.first() + (alerts.size() == 1 ? "" : " and " + (alerts.size() - 1) + " more"));
        });
        draft.subscriptions.replaceAll((rule, held) -> looking.contains(rule)
                ? draft.roster
                        .heldUntil(rule)
                        .filter(draft.now::isBefore)
                        .map(end -> held.dueBy(held.nextLook(end, draft.now), Subscription.Why.HOLD))
                        .orElse(held)
                : held);
    }

    /** Rules that are not active look again when they are. */
    private void rest(Set<String> looking) {
        draft.subscriptions.replaceAll((rule, held) -> {
            Optional<Policy> resting = draft.policy(rule)
                    .filter(says -> looking.contains(rule) && held.firing().total() > 0 && !says.isActive(draft.now));
            Optional<Instant> begins = resting.flatMap(Policy::active).flatMap(times -> times.begins(draft.now));
            begins.filter(time -> draft.roster.worst(rule).isPresent())
                    .ifPresent(time -> draft.enter(
                            Entry.Kind.HOLD, "hub", "held back by the hours of rule " + rule + " until " + time, ""));
            return begins.map(time -> held.dueBy(time, Subscription.Why.HOLD)).orElse(held);
        });
    }

    /** What one address has to hear now; whether it had to hear something. */
    boolean only(Naming naming, Address.Key key) {
        return only(naming, key, false);
    }

    /**
     * The same.
     *
     * @param isPage whether it is heard in place of a page
     */
    boolean only(Naming naming, Address.Key key, boolean isPage) {
        hear(new Hearing(draft, who, naming), key, Set.of());
        if (isPage) {
            heard.replaceAll((at, one) -> one.paging());
        }
        return finish();
    }

    /** The same where what waits for the address counted on something that it does not know. */
    boolean anew(Naming naming, Address.Key key) {
        Tellings tellings = Tellings.of(draft.told, key);
        Optional<Hearing.Heard> news = new Hearing(draft, who, naming).of(key, tellings.now(), Set.of());
        news.ifPresent(one -> heard.put(key, one));
        draft.withdraw(tellings.waiting(), news.isPresent());
        return finish();
    }

    private boolean finish() {
        boolean isNews = !heard.isEmpty();
        tell();
        return isNews;
    }

    private Set<Address.Key> keysTold() {
        Set<Address.Key> keys = new LinkedHashSet<>();
        draft.told.forEach(told -> keys.add(told.address().key()));
        return keys;
    }

    private void hear(Hearing hearing, Address.Key key, Set<String> looking) {
        Tellings tellings = Tellings.of(draft.told, key);
        Optional<Hearing.Heard> news = hearing.of(key, tellings.soon(), looking);
        if (news.isEmpty()) {
            return;
        }
        List<Told> waiting = tellings.waiting();
        if (waiting.isEmpty()) {
            heard.put(key, news.get());
            return;
        }
        // What waits is as if it had never been told, unless a try of it may have got through: what replaces it tells
        // all of it
        // that is still so.
        Optional<Hearing.Heard> instead = hearing.of(key, tellings.now(), Set.of());
        if (instead.filter(later -> isHeld(later.told()) && waiting.stream().anyMatch(told -> !isHeld(told)))
                .isPresent()) {
            heard.put(key, news.get());
            return;
        }
        boolean isPage = waiting.stream().anyMatch(Told::page);
        instead.ifPresent(later -> heard.put(key, isPage ? later.paging() : later));
        draft.withdraw(waiting, instead.isPresent());
    }

    private boolean isHeld(Told told) {
        return told.address().heldUntil().filter(draft.now::isBefore).isPresent();
    }

    private void tell() {
        if (heard.isEmpty()) {
            return;
        }
        boolean rises = heard.entrySet().stream()
                .anyMatch(entry -> (entry.getValue().told().kind() == Kind.REMINDER
                                || entry.getValue().told().kind() == Kind.ESCALATED)
                        || Tellings.of(draft.told, entry.getKey()).tried() >= draft.version);
        long before = draft.version;
        draft.version += rises ? 1 : 0;
        Map<List<Object>, List<Hearing.Heard>> alike = new LinkedHashMap<>();
        heard.values().forEach(one -> alike.computeIfAbsent(
                        List.of(one.concern(), one.told().kind(), one.severity()), key -> new ArrayList<>())
                .add(one));
        alike.values().forEach(group -> {
            Hearing.Heard any = group.get(0);
            List<Told> to = group.stream()
                    .map(one -> one.told().at(before, draft.version))
                    .toList();
            draft.told.addAll(to);
            draft.tells.add(new Tell(any.told().kind(), draft.version, any.severity(), to, any.part()));
            draft.enter(
                    Entry.Kind.TOLD,
                    "hub",
                    any.told().kind().word(),
                    String.join(
                            ", ",
                            to.stream().map(told -> told.address().receiver()).toList()));
        });
        draft.mayRepeat = true;
        heard.clear();
    }

    /** When rules look for what goes on and may have to be told again. */
    void repeat() {
        if (draft.handling.acknowledged().isPresent() || draft.isResolved()) {
            draft.subscriptions.replaceAll((rule, held) -> held.withoutRepeat());
            return;
        }
        if (draft.subscriptions.values().stream().allMatch(held -> held.repeat().isEmpty())) {
            return;
        }
        Naming naming = Naming.of(draft, who);
        draft.subscriptions.replaceAll((rule, held) -> {
            if (!held.hasLooked()
                    || held.repeat().isEmpty()
                    || held.firing().total() == 0
                    || draft.policy(rule).isEmpty()) {
                return held;
            }
            return naming.keys().stream()
                    .filter(key -> naming.rules(key).contains(rule))
                    .flatMap(key ->
                            Tellings.of(draft.told, key).soon().round().stream().limit(1))
                    .flatMap(told -> held.repeatAfter(told).stream())
                    .map(time -> time.isAfter(draft.now)
                            ? time
                            : draft.now.plus(held.repeat().get()))
                    .min(Comparator.naturalOrder())
                    .map(time -> held.repeatingBy(held.nextLook(time, draft.now)))
                    .orElse(held);
        });
    }
}
