package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The few members of an incident that words about alerts are about, so that the thousandth alert of a group costs what the first
 * did. What they make due is left for a look of its own, which is given all members.
 *
 * @param few finds a member by its alert among them
 * @param changed the one that changed since, if one did
 */
public record Glimpse(Function<String, Optional<Member>> few, Optional<Member> changed) implements Roster {

    /** Those few. */
    public Glimpse(Function<String, Optional<Member>> few) {
        this(few, Optional.empty());
    }

    @Override
    public Optional<Member> member(String alert) {
        return changed.filter(member -> member.alert().equals(alert)).or(() -> few.apply(alert));
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public Optional<Severity> worst(String rule) {
        throw new IllegalStateException("a few members do not say how bad it is");
    }

    @Override
    public Optional<Instant> heldUntil(String rule) {
        throw new IllegalStateException("a few members do not say what holds the others back");
    }

    @Override
    public List<Member> firing() {
        throw new IllegalStateException("a few members are not all that fire");
    }

    @Override
    public Part part(Concern concern) {
        throw new IllegalStateException("a few members do not say what there is to tell");
    }

    @Override
    public Glimpse with(Member member) {
        return new Glimpse(
                changed.isEmpty()
                        ? few
                        : alert ->
                                changed.filter(one -> one.alert().equals(alert)).or(() -> few.apply(alert)),
                Optional.of(member));
    }
}
