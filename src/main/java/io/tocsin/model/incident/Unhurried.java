package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All members, where what is due is left for a look of its own: what became of one address' message is decided by itself, so that
 * who asked for it is told no more than what comes of that.
 *
 * @param members the members
 */
public record Unhurried(Roster members) implements Roster {

    @Override
    public Optional<Member> member(String alert) {
        return members.member(alert);
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public Optional<Severity> worst(String rule) {
        return members.worst(rule);
    }

    @Override
    public Optional<Instant> heldUntil(String rule) {
        return members.heldUntil(rule);
    }

    @Override
    public List<Member> firing() {
        return members.firing();
    }

    @Override
    public List<Member> flapping() {
        return members.flapping();
    }

    @Override
    public Part part(Concern concern) {
        return members.part(concern);
    }

    @Override
    public Unhurried with(Member member) {
        return new Unhurried(members.with(member));
    }
}
