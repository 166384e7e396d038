package io.tocsin.model.schedule;

import io.tocsin.model.calendar.Booking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who has which time by a calendar: of what goes on at once, everybody. Immutable.
 *
 * <p>Kept as the times at which it changes, each with who has it from then on.
 */
public final class FedShifts {

    /** None: no calendar, or one that was not read yet. */
    public static final FedShifts NONE = new FedShifts(new TreeMap<>());

    /** More changes of hands are not kept. */
    static final int MOST = 50_000;

    private final TreeMap<Instant, List<String>> changes;

    private FedShifts(TreeMap<Instant, List<String>> changes) {
        this.changes = changes;
    }

    /**
     * Those of a calendar.
     *
     * @param bookings in any order
     * @param who whose time it is, names of people
     */
    public static FedShifts of(List<Booking> bookings, Function<Booking, List<String>> who) {
        TreeMap<Instant, List<String>> begins = new TreeMap<>();
        TreeMap<Instant, List<String>> ends = new TreeMap<>();
        TreeSet<Instant> times = new TreeSet<>();
        for (Booking booking : bookings) {
            List<String> names = who.apply(booking);
            if (!names.isEmpty()) {
                begins.computeIfAbsent(booking.from(), any -> new ArrayList<>()).addAll(names);
                ends.computeIfAbsent(booking.until(), any -> new ArrayList<>()).addAll(names);
                times.add(booking.from());
                times.add(booking.until());
            }
        }
        TreeMap<Instant, List<String>> changes = new TreeMap<>();
        Map<String, Integer> open = new LinkedHashMap<>(); // by how many events
        List<String> before = List.of();
        for (Instant time : times) {
            begins.getOrDefault(time, List.of()).forEach(name -> open.merge(name, 1, Integer::sum));
            ends.getOrDefault(time, List.of()).forEach(name -> open.computeIfPresent(name, FedShifts::less));
            List<String> now = changes.size() < MOST ? List.copyOf(open.keySet()) : List.of();
            if (!now.equals(before)) {
                changes.put(time, now);
                before = now;
            }
        }
        return new FedShifts(changes);
    }

    private static Integer less(String name, int count) {
        return count == 1 ? null : Integer.valueOf(count - 1);
    }

    /** Who has a time; empty for nobody. */
    public List<String> people(Instant at) {
        Map.Entry<Instant, List<String>> last = changes.floorEntry(at);
        return last == null ? List.of() : last.getValue();
    }

    /** The first time after that one at which somebody else has it, or nobody. */
    public Optional<Instant> nextAfter(Instant at) {
        return Optional.ofNullable(changes.higherKey(at));
    }
}
