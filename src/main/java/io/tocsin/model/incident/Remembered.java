package io.tocsin.model.incident;

import io.tocsin.model.recipient.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What has to be remembered of what addresses were told, so that what is decided later is as if everything were. */
public final class Remembered {

    /** So many tellings of an address that did not arrive are remembered, however long its receiver is away. */
    public static final int LOST = 50;

    /** So many that may have arrived, however seldom its receiver answers: each is to be reckoned with whenever it is told more. */
    public static final int UNSURE = 10;

    private Remembered() {}

    /**
     * Of each address the newest that was sent for good, all after it that may still arrive, and the newest of those that did not,
     * or perhaps did not.
     * Of what is forgotten, a redrive tells what is new now, and a fallback what the rules tell the address now.
     *
     * @param all what addresses were told
     * @param isUnsettled what counts as sent, and may still fail
     * @param lost how many that did not arrive, of each address
     * @return by version
     */
    public static List<Told> of(List<Told> all, Predicate<Told> isUnsettled, int lost) {
        Map<Address.Key, Long> sent = new HashMap<>();
        for (Told told : all) {
            if (told.state() == Told.State.SENT && !isUnsettled.test(told)) {
                sent.merge(told.address().key(), told.version(), Math::max);
            }
        }
        Map<Address.Key, Integer> kept = new HashMap<>();
        Map<Address.Key, Integer> unsure = new HashMap<>();
        List<Told> newestFirst = new ArrayList<>(all);
        newestFirst.sort(Comparator.comparingLong(Told::version)); // and those of one version in their order
        Collections.reverse(newestFirst);
        newestFirst.removeIf(told -> told.version()
                        < sent.getOrDefault(told.address().key(), 0L)
                || told.state() == Told.State.LOST && kept.merge(told.address().key(), 1, Integer::sum) > lost
                || told.state() == Told.State.UNSURE
                        && unsure.merge(told.address().key(), 1, Integer::sum) > UNSURE);
        Collections.reverse(newestFirst);
        return newestFirst;
    }
}
