package io.tocsin.model.incident;

import io.tocsin.model.recipient.Address;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What was told did not arrive: what the address knows is what it was before, and what came after may have to be told anew. */
final class Reach {

    private final Draft draft;
    private final Addresses who;

    Reach(Draft draft, Addresses who) {
        this.draft = draft;
        this.who = who;
    }

    void notReached(Input.NotReached input) {
        find(input.address(), input.version())
                .filter(told -> told.state() != Told.State.LOST)
                .ifPresent(told -> {
                    draft.told.replaceAll(one -> one == told ? told.as(Told.State.LOST) : one);
                    draft.enter(
                            Entry.Kind.NOT_REACHED,
                            "hub",
                            input.why(),
                            told.address().receiver() + ", version " + told.version());
                    anew(input.address(), told.version());
                });
    }

    /** What waits and came after it counted on it, unless something was sent since, which told all of it. */
    private void anew(Address.Key key, long version) {
        if (!wasToldSince(key, version)
                && Tellings.of(draft.told, key).unsent().stream().anyMatch(told -> told.version() > version)) {
            new Look(draft, who).anew(Naming.of(draft, who), key);
        }
    }

    private boolean wasToldSince(Address.Key key, long version) {
        return Tellings.of(draft.told, key)
                .sent()
                .filter(sent -> sent.version() > version)
                .isPresent();
    }

    /** The fallback is told as if the rules named it; if it has nothing to hear, nobody takes over. */
    void takenOver(Input.TakenOver input) {
        Optional<Told> taken = find(input.address(), input.version());
        if (taken.isEmpty() && wasToldSince(input.address(), input.version())) {
            return;
        }
        Naming naming = Naming.of(draft, who);
        Set<String> rules = new HashSet<>(
                taken.map(told -> told.through().keySet()).orElseGet(() -> naming.rules(input.address())));
        rules.removeIf(rule -> draft.policy(rule).isEmpty()
                || draft.subscriptions.get(rule).firing().total() == 0);
        Address.Key by = input.by().key();
        if (new Look(draft, who).only(naming.and(input.by(), rules), by)) {
            draft.enter(
                    Entry.Kind.NOT_REACHED,
                    "hub",
                    "the fallback " + by.receiver() + " takes over",
                    input.address().receiver() + ", version " + input.version());
            taken.filter(told -> told.state() != Told.State.LOST).ifPresent(told -> {
                draft.told.replaceAll(one -> one == told ? one.as(Told.State.LOST) : one);
                anew(input.address(), input.version());
            });
        }
    }

    void redriven(Input.Redriven input) {
        Optional<Told> lost = find(input.address(), input.version());
        if (lost.filter(told -> told.state() != Told.State.LOST).isPresent()) {
            return;
        }
        draft.enter(
                Entry.Kind.REDRIVEN,
                input.by(),
                "it is to be told again",
                input.address().receiver() + ", version " + input.version());
        Naming naming = Naming.of(draft, who);
        Tellings tellings = Tellings.of(draft.told, input.address());
        Optional<Hearing.Heard> now = new Hearing(draft, who, naming).of(input.address(), tellings.newest(), Set.of());
        boolean isAgain = lost.filter(
                        told -> now.filter(heard -> heard.isAgain(told)).isPresent())
                .isPresent();
        // What waits before it would be superseded by it, an opening by an update: then it is told anew, with all that
        // waits.
        if (isAgain && tellings.unsent().isEmpty() && tellings.tried() == draft.version) {
            Told again = lost.get().again(draft.now);
            draft.told.replaceAll(one -> one == lost.get() ? again : one);
            draft.again = Optional.of(again);
            draft.mayRepeat = true;
        } else if (now.isPresent()) {
            new Look(draft, who).only(naming, input.address());
        } else {
            draft.enter(Entry.Kind.NOBODY, "hub", "there is nothing to tell any more", "");
        }
    }

    private Optional<Told> find(Address.Key key, long version) {
        return draft.told.stream()
                .filter(told -> told.address().key().equals(key) && told.version() == version)
                .findFirst();
    }
}
