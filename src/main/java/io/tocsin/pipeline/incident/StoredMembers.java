package io.tocsin.pipeline.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Concern;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Part;
import io.tocsin.model.incident.Roster;
import io.tocsin.model.incident.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All members of an incident that stand in rows: each question goes through those that matter to it, one after the other, so
 * that thousands take no memory. What was answered is remembered, so that it may be asked beside the writer first
 * ({@link LookAhead}).
 */
final class StoredMembers implements Roster {

    /** Goes through the members that fire, and those that are over since a version. */
    @FunctionalInterface
    interface Source {
        void read(long since, Consumer<Member> each);
    }

    /**
     * What was answered.
     *
     * @param held what held members back
     * @param parts what addresses would read
     * @param firing what there is for each rule
     * @param flapping those that flap; empty where nobody asked
     * @param settled what was answered once some of them were steady; empty where none was
     */
    record Answers(
            HeldMembers.Held held,
            Map<Concern, Part> parts,
            Map<String, OfRule> firing,
            Optional<List<Member>> flapping,
            Optional<Settled> settled) {}

    /**
     * The same where some have changed since they were stored: it holds for who changes them alike.
     *
     * @param changed how they are since, by their alerts
     */
    record Settled(Map<String, Member> changed, Map<Concern, Part> parts, Map<String, OfRule> firing) {}

    /**
     * The members that fire for a rule.
     *
     * @param worst the highest severity of those that are not held back; where all are, of those
     * @param isFree whether one is not held back
     * @param heldUntil when the first of what holds the others back ends by itself; empty where nobody knows
     */
    record OfRule(Severity worst, boolean isFree, Optional<Instant> heldUntil) {

        OfRule and(OfRule other) {
            return new OfRule(
                    isFree == other.isFree ? worse(worst, other.worst) : isFree ? worst : other.worst,
                    isFree || other.isFree,
                    Stream.concat(heldUntil.stream(), other.heldUntil.stream()).min(Comparator.naturalOrder()));
        }
    }

    private final Source source;
    private final Function<String, Optional<Member>> few;
    private final HeldMembers.Held held;
    private final MemberChanges changes;
    private final Map<String, String> words;
    private final Map<String, Instant> until;
    private final Map<Concern, Part> parts = new HashMap<>();
    private Optional<Map<String, OfRule>> firing = Optional.empty();
    private Optional<List<Member>> flapping = Optional.empty();
    private Optional<Settled> settled;
    private Optional<Boolean> alike = Optional.empty();

    /**
     * @param source all members
     * @param few finds one of them by its alert
     * @param held what holds members back
     */
    StoredMembers(Source source, Function<String, Optional<Member>> few, HeldMembers.Held held) {
        this(source, few, held, MemberChanges.NONE, Optional.empty());
    }

    private StoredMembers(
            Source source,
            Function<String, Optional<Member>> few,
            HeldMembers.Held held,
            MemberChanges changes,
            Optional<Settled> settled) {
        this.settled = settled;
        this.source = source;
        this.few = few;
        this.held = held;
        this.changes = changes;
        this.words = held.words();
        this.until = held.until();
    }

    /** The same, where somebody has asked before and nothing has changed since. */
    StoredMembers knowing(Answers answers) {
        parts.putAll(answers.parts);
        firing = Optional.of(answers.firing);
        flapping = answers.flapping;
        settled = answers.settled;
        return this;
    }

    /**
     * What was answered so far; asks what fires for each rule, if nobody did.
     *
     * @param after the same members after a look
     */
    Answers answers(StoredMembers after) {
        Map<String, Member> changed = after.changes.byAlert();
        return new Answers(
                held,
                Map.copyOf(parts),
                byRule(),
                flapping,
                changed.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Settled(changed, Map.copyOf(after.parts), after.byRule())));
    }

    /** What was answered of members that had changed as these have; nothing where others did. */
    private Optional<Settled> settled() {
        if (alike.isEmpty()) {
            alike = Optional.of(settled.filter(asked -> asked.changed.equals(changes.byAlert()))
                    .isPresent());
        }
        return settled.filter(asked -> alike.get());
    }

    @Override
    public Optional<Member> member(String alert) {
        return changes.of(alert).or(() -> few.apply(alert));
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public Optional<Severity> worst(String rule) {
        return Optional.ofNullable(byRule().get(rule)).map(OfRule::worst);
    }

    @Override
    public Optional<Instant> heldUntil(String rule) {
        return until.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(byRule().get(rule)).flatMap(OfRule::heldUntil);
    }

    @Override
    public List<Member> firing() {
        List<Member> all = new ArrayList<>();
        read(Long.MAX_VALUE, all::add);
        return all;
    }

    @Override
    public List<Member> flapping() {
        if (flapping.isEmpty()) {
            List<Member> all = new ArrayList<>();
            read(Long.MAX_VALUE, member -> {
                if (member.flaps()) {
                    all.add(member);
                }
            });
            flapping = Optional.of(List.copyOf(all));
        }
        return flapping.get();
    }

    private Map<String, OfRule> byRule() {
        if (firing.isEmpty()) {
            firing = settled().map(Settled::firing);
        }
        if (firing.isEmpty()) {
            Map<String, OfRule> found = new HashMap<>();
            read(Long.MAX_VALUE, member -> member.matched().stream()
                    .filter(match -> match.fires() && !match.isDropped())
                    .forEach(match -> found.merge(match.rule(), ofRule(member), OfRule::and)));
            firing = Optional.of(Map.copyOf(found));
        }
        return firing.get();
    }

    private OfRule ofRule(Member member) {
        return new OfRule(
                member.severity(), !words.containsKey(member.alert()), Optional.ofNullable(until.get(member.alert())));
    }

    private static Severity worse(Severity one, Severity other) {
        return one.worseThan(other) ? one : other;
    }

    @Override
    public Part part(Concern concern) {
        Part known = parts.get(concern);
        if (known == null) {
            known = settled().map(asked -> asked.parts.get(concern)).orElse(null);
        }
        if (known == null) {
            Tally tally = new Tally(concern, words, until);
            read(concern.since(), tally::add);
            known = tally.part();
        }
        parts.put(concern, known);
        return known;
    }

    @Override
    public Roster with(Member member) {
        return new StoredMembers(source, few, held, changes.with(member), settled);
    }

    /** All, with what changed since they were stored; no deeper for many changes than for one. */
    private void read(long since, Consumer<Member> each) {
        Map<String, Member> changed = changes.byAlert();
        source.read(since, member -> {
            if (!changed.containsKey(member.alert())) {
                each.accept(member);
            }
        });
        changed.values().stream()
                .filter(member -> member.fires() || member.changed() > since)
                .forEach(each);
    }
}
