package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All members of an incident, in memory.
 *
 * @param all each once
 * @param held what holds a member back, by alert
 * @param heldUntil when that ends by itself, by alert; nothing for what nobody knows an end of
 */
public record Members(List<Member> all, Map<String, String> held, Map<String, Instant> heldUntil) implements Roster {

    /** None yet. */
    public static final Members NONE = new Members(List.of(), Map.of());

    public Members {
        all = List.copyOf(all);
        held = Map.copyOf(held);
        heldUntil = Map.copyOf(heldUntil);
    }

    /** Members of whom nobody knows when what holds them back ends. */
    public Members(List<Member> all, Map<String, String> held) {
        this(all, held, Map.of());
    }

    @Override
    public Optional<Member> member(String alert) {
        return all.stream().filter(member -> member.alert().equals(alert)).findFirst();
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public Optional<Severity> worst(String rule) {
        return worst(rule, false).or(() -> worst(rule, true));
    }

    private Optional<Severity> worst(String rule, boolean isHeld) {
        return all.stream()
                .filter(member -> held.containsKey(member.alert()) == isHeld)
                .filter(member -> member.matchedBy(rule)
                        .filter(match -> match.fires() && !match.isDropped())
                        .isPresent())
                .map(Member::severity)
                .min(Comparator.naturalOrder());
    }

    @Override
    public Optional<Instant> heldUntil(String rule) {
        return heldUntil.isEmpty()
                ? Optional.empty()
                : all.stream()
                        .filter(member ->
                                member.matchedBy(rule).filter(Matched::fires).isPresent())
                        .flatMap(member -> Optional.ofNullable(heldUntil.get(member.alert())).stream())
                        .min(Comparator.naturalOrder());
    }

    @Override
    public List<Member> firing() {
        return all.stream().filter(Member::fires).toList();
    }

    @Override
    public Part part(Concern concern) {
        Tally tally = new Tally(concern, held, heldUntil);
        all.forEach(tally::add);
        return tally.part();
    }

    @Override
    public Members with(Member member) {
        List<Member> others = Stream.concat(
                        all.stream().filter(other -> !other.alert().equals(member.alert())), Stream.of(member))
                .toList();
        return new Members(others, held, heldUntil);
    }
}
