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
        find(input.address(), input.version()).filter(told -> !told.isGone()).ifPresent(told -> {
            draft.told.replaceAll(one -> one == told ? told.gone(input.mayHaveArrived()) : one);
            draft.enter(
                    Entry.Kind.NOT_REACHED,
                    "hub",
                    input.why(),
                    told.address().receiver() + ", version " + told.version());
            anew(input.address(), told.version());
            Escalating.notReached(draft, who, input.address());
        });
    }

    /** What waits and came after it counted on it, unless something was sent since, which told all of it. */
    private void anew(Address.Key key, long version) {
        if (!wasToldSince(key, version)
                && Tellings.of(draft.told, key).waiting().stream().anyMatch(told -> told.version() > version)) {
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
        boolean isPage = taken.filter(Told::page).isPresent()
                && draft.handling.acknowledged().isEmpty();
        if (new Look(draft, who).only(naming.and(input.by(), rules), by, isPage)) {
            Escalating.takenOver(draft, input.address(), by);
            draft.enter(
                    Entry.Kind.NOT_REACHED,
                    "hub",
                    "the fallback " + by.receiver() + " takes over",
                    input.address().receiver() + ", version " + input.version());
            taken.filter(told -> !told.isGone()).ifPresent(told -> {
                draft.told.replaceAll(one -> one == told ? one.gone(input.mayHaveArrived()) : one);
                anew(input.address(), input.version());
            });
        }
    }

    void redriven(Input.Redriven input) {
        Optional<Told> lost = find(input.address(), input.version());
        if (lost.filter(told -> !told.isGone()).isPresent()) {
            return;
        }
        draft.enter(
                Entry.Kind.REDRIVEN,
                input.by(),
                "it is to be told again",
                input.address().receiver() + ", version " + input.version());
        Naming naming = Naming.of(draft, who);
        Tellings all = Tellings.of(draft.told, input.address());
        Tellings tellings = lost.map(all::without).orElse(all); // as if it had not got through: it goes again as it is
        Optional<Hearing.Heard> now = new Hearing(draft, who, naming).of(input.address(), tellings.soon(), Set.of());
        boolean isAgain = lost.filter(
                        told -> now.filter(heard -> heard.isAgain(told)).isPresent())
                .isPresent();
        // What waits before it would be superseded by it, an opening by an update: then it is told anew, with all that
        // waits.
        if (isAgain && tellings.waiting().isEmpty() && tellings.tried() == draft.version) {
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
