package io.tocsin.model.incident;

import io.tocsin.model.recipient.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one address was told, newest first, without what it does not know.
 *
 * @param counting what was told and is not lost
 * @param tried the highest version that was ever told it, lost or not; 0 for none
 */
record Tellings(List<Told> counting, long tried) {

    private static final Comparator<Told> NEWEST_FIRST =
            Comparator.comparingLong(Told::version).reversed();

    static Tellings of(List<Told> all, Address.Key key) {
        List<Told> counting = new ArrayList<>();
        long tried = 0;
        for (Told told : all) {
            if (told.address().isAt(key)) {
                tried = Math.max(tried, told.version());
                if (told.state() != Told.State.LOST) {
                    counting.add(told);
                }
            }
        }
        counting.sort(NEWEST_FIRST);
        return new Tellings(counting, tried);
    }

    /** The newest that counts. */
    Optional<Told> newest() {
        return counting.stream().findFirst();
    }

    /** Those that wait to be sent and that something newer supersedes. */
    List<Told> waiting() {
        return counting.stream()
                .filter(told -> told.state() != Told.State.UNSURE)
                .takeWhile(Told::waits)
                .toList();
    }

    /** The newest that was sent. */
    Optional<Told> sent() {
        return counting.stream().filter(told -> told.state() == Told.State.SENT).findFirst();
    }

    /** What the address knows once all that waits has arrived. */
    Basis soon() {
        return basis(told -> false, told -> told.state() == Told.State.UNSURE);
    }

    /** What it knows if nothing that waits is sent. */
    Basis now() {
        return basis(told -> told.state() == Told.State.UNSENT, Told::mayBeKnown);
    }

    private Basis basis(Predicate<Told> isUnknown, Predicate<Told> isUnsure) {
        List<Told> may = new ArrayList<>();
        for (Told told : counting) {
            if (!isUnknown.test(told)) {
                may.add(told);
                if (!isUnsure.test(told)) {
                    return new Basis(may, true);
                }
            }
        }
        return new Basis(may, false);
    }

    /** The same without one. */
    Tellings without(Told one) {
        return new Tellings(counting.stream().filter(told -> told != one).toList(), tried);
    }
}
