package io.tocsin.model.incident;

import io.tocsin.model.recipient.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
    List<Told> unsent() {
        return counting.stream()
                .takeWhile(told -> told.state() == Told.State.UNSENT)
                .toList();
    }

    /** The newest that was sent. */
    Optional<Told> sent() {
        return counting.stream().filter(told -> told.state() == Told.State.SENT).findFirst();
    }
}
