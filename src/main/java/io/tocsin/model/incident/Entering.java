package io.tocsin.model.incident;

import java.util.List;
import java.util.Optional;

/**
 * What a word about an alert does, and to which incidents: whom it is put to first, and whom then. The order is said here once, for
 * incidents of a store and for those of a simulation; whoever keeps them keeps what comes of each step, in this order.
 */
public final class Entering {

    private Entering() {}

    /**
     * The incidents that a word about one alert may be about, and what each of them makes of it.
     *
     * @param <I> an incident as its keeper has it
     */
    public interface AtHand<I> {

        /** The one that somebody resolved while the alert fired, and that the alert is still of. */
        Optional<I> left();

        /** The one that the alert was put into last, where that is not over. */
        Optional<I> in();

        /** The one that is open of the group where the alert belongs if an episode of it begins now. */
        Optional<I> open();

        /** A new one of that group, of which there is none that is open. */
        I fresh();

        /** How the alert stands in one of these; empty where it is no member. */
        Optional<Member> member(I incident);

        /** How the alert stands in the one that it was put into last, whether that is over or not. */
        Optional<Member> last();

        /** What the next incident says of the one that the alert leaves. */
        Handling.Earlier earlier(I left);

        /** What {@link #left} makes of it, of which nobody is told anything. */
        Decision lingers(I left, Input input);

        /** What an incident makes of it that nobody resolved. */
        Decision enters(I incident, Input input);
    }

    /**
     * What one incident made of it.
     *
     * @param incident which
     * @param input what was put to it
     * @param decision what comes of that
     * @param isLeft whether it is one that somebody resolved while the alert fired
     */
    public record Step<I>(I incident, Input input, Decision decision, boolean isLeft) {}

    /**
     * Puts it to them. An alert that fires on stays in the incident that somebody resolved until that gives it away; only then, and
     * otherwise at once, it is another incident's.
     *
     * @param group where the alert belongs if an episode of it begins now
     * @param word that it fires or is over
     * @param atHand the incidents; what was decided before is kept in them
     * @return one step, or two: all are to be kept, and the last says what became of the word
     */
    public static <I> List<Step<I>> decide(Group group, Input word, AtHand<I> atHand) {
        Optional<I> left = atHand.left();
        if (left.isEmpty()) {
            return List.of(enter(group, word, atHand.last(), atHand));
        }
        Decision lingers = atHand.lingers(left.get(), word);
        Step<I> first = new Step<>(left.get(), word, lingers, true);
        if (lingers.effect() != Decision.Effect.REOPENED || !(word instanceof Input.Fired fired)) {
            return List.of(first);
        }
        Optional<Member> last = lingers.changed().stream()
                .filter(member -> member.alert().equals(fired.alert()))
                .reduce((before, after) -> after)
                .or(atHand::last);
        return List.of(first, enter(group, fired.after(atHand.earlier(left.get())), last, atHand));
    }

    private static <I> Step<I> enter(Group group, Input word, Optional<Member> last, AtHand<I> atHand) {
        Input input = watched(group, word, last);
        I incident = incident(input, atHand);
        return new Step<>(incident, input, atHand.enters(incident, input), false);
    }

    /** What fires in a group that watches whether its alerts flap, with how often it did so before. */
    private static Input watched(Group group, Input word, Optional<Member> last) {
        return word instanceof Input.Fired fired && group.flapping().isPresent()
                ? fired.watched(Flapping.Watch.of(group.flapping().get(), last))
                : word;
    }

    /** An alert stays where it fires; where an episode of it begins, it goes to its group's, which is opened if there is none. */
    private static <I> I incident(Input input, AtHand<I> atHand) {
        Optional<I> in = atHand.in();
        boolean begins = input instanceof Input.Fired
                && in.flatMap(atHand::member).filter(Member::fires).isEmpty();
        return (begins ? atHand.open() : in).orElseGet(atHand::fresh);
    }
}
