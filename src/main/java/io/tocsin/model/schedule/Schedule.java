package io.tocsin.model.schedule;

import io.tocsin.files.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who is on call when. A later layer wins where it has somebody, and an override over all layers; of several overrides the last one.
 * Immutable; everything it answers follows from itself and the time that is asked for.
 *
 * @param name unique among schedules
 * @param description for a reader; may be empty
 * @param zone where the clock hangs by which it is shown
 * @param layers at least one, unless a calendar feeds it
 * @param overrides in the order in which they were made
 * @param feed the calendar that says who is on call where no override does, before the layers
 * @param fed what that calendar says, as it was last read
 * @param handover who is notified when hands are changed
 * @param mayBeEmpty whether it is meant that at times nobody is on call
 * @param mayOverlap whether it is meant that the hours of layers overlap
 * @param origin where it is written
 */
public record Schedule(
        String name,
        String description,
        ZoneId zone,
        List<Layer> layers,
        List<ScheduleOverride> overrides,
        Optional<CalendarFeed> feed,
        FedShifts fed,
        Optional<Handover> handover,
        boolean mayBeEmpty,
        boolean mayOverlap,
        Origin origin) {

    /** What a calendar has people through, in place of a layer's name. */
    public static final String BY_CALENDAR = "calendar";

    /** What does not change within so long is said not to change at all. */
    public static final Duration FAR = Duration.ofDays(400);

    private static final Holder NOBODY = new Holder(List.of(), "");

    /** One that no calendar feeds. */
    public Schedule(
            String name,
            String description,
            ZoneId zone,
            List<Layer> layers,
            List<ScheduleOverride> overrides,
            boolean mayBeEmpty,
            boolean mayOverlap,
            Origin origin) {
        this(
                name,
                description,
                zone,
                layers,
                overrides,
                Optional.empty(),
                FedShifts.NONE,
                Optional.empty(),
                mayBeEmpty,
                mayOverlap,
                origin);
    }

    private record Holder(List<String> people, String through) {}

    public Schedule {
        layers = List.copyOf(layers);
        overrides = List.copyOf(overrides);
    }

    /** Who is on call at a time; empty for nobody. */
    public List<String> people(Instant at) {
        return holder(at).people;
    }

    /** The same, with through what: the name of a layer, or the id of an override; empty for nobody. */
    public String through(Instant at) {
        return holder(at).through;
    }

    /** Until when who is on call at a time stays it; empty where that is for longer than {@link #FAR}. */
    public Optional<Instant> until(Instant at) {
        List<String> people = people(at);
        return first(at, FAR, next -> !next.equals(people));
    }

    /**
     * Until when somebody who is on call at a time stays it, whoever else comes and goes, and through whatever layers and overrides.
     *
     * @param person their name
     * @param within how far to look
     * @return empty where that is for longer
     */
    public Optional<Instant> until(Instant at, String person, Duration within) {
        return first(at, within, next -> !next.contains(person));
    }

    /** The first change after that time, and so long after it at most, to people of whom that is true. */
    private Optional<Instant> first(Instant at, Duration within, Predicate<List<String>> wanted) {
        Instant far = at.plus(within);
        for (Optional<Instant> next = nextAfter(at); next.isPresent(); next = nextAfter(next.get())) {
            if (next.get().isAfter(far)) {
                return Optional.empty();
            }
            if (wanted.test(people(next.get()))) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** Who is on call from one time to another, one shift after the other without a hole: where nobody is, that is a shift, too. */
    public List<Shift> shifts(Instant from, Instant until) {
        List<Shift> shifts = new ArrayList<>();
        Instant begin = from;
        Holder holder = holder(from);
        Instant at = from;
        while (at.isBefore(until)) {
            at = nextAfter(at).filter(next -> next.isBefore(until)).orElse(until);
            Holder next = at.equals(until) ? NOBODY : holder(at);
            if (at.equals(until) || !next.equals(holder)) {
                shifts.add(new Shift(begin, at, holder.people, holder.through));
                begin = at;
                holder = next;
            }
        }
        return shifts;
    }

    /** Everybody who is on call at some time, as far as it says. */
    public Set<String> everybody() {
        Set<String> names = new LinkedHashSet<>();
        layers.forEach(layer -> layer.rotation().turns().forEach(names::addAll));
        overrides.forEach(override -> names.addAll(override.people()));
        return names;
    }

    /** The same with more overrides, which win over those it has. */
    public Schedule with(List<ScheduleOverride> more) {
        return more.isEmpty()
                ? this
                : made(Stream.concat(overrides.stream(), more.stream()).toList(), fed);
    }

    /** The same with what its calendar says. */
    public Schedule fedBy(FedShifts shifts) {
        return made(overrides, shifts);
    }

    private Schedule made(List<ScheduleOverride> all, FedShifts shifts) {
        return new Schedule(
                name, description, zone, layers, all, feed, shifts, handover, mayBeEmpty, mayOverlap, origin);
    }

    private Holder holder(Instant at) {
        for (int i = overrides.size() - 1; i >= 0; i--) {
            if (overrides.get(i).isAt(at)) {
                return new Holder(overrides.get(i).people(), overrides.get(i).id());
            }
        }
        List<String> booked = fed.people(at);
        if (!booked.isEmpty()) {
            return new Holder(booked, BY_CALENDAR);
        }
        for (int i = layers.size() - 1; i >= 0; i--) {
            List<String> people = layers.get(i).people(at);
            if (!people.isEmpty()) {
                return new Holder(people, layers.get(i).name());
            }
        }
        return NOBODY;
    }

    private Optional<Instant> nextAfter(Instant at) {
        return Stream.of(
                        layers.stream().flatMap(layer -> layer.nextAfter(at).stream()),
                        fed.nextAfter(at).stream(),
                        overrides.stream()
                                .flatMap(override -> Stream.of(override.from(), override.until()))
                                .filter(change -> change.isAfter(at)))
                .flatMap(changes -> changes)
                .min(Instant::compareTo);
    }
}
