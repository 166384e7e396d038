package io.tocsin.pipeline.schedule;

import io.tocsin.model.calendar.Booking;
import io.tocsin.model.calendar.ReadCalendar;
import io.tocsin.model.recipient.BookedPeople;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.CalendarFeed;
import io.tocsin.model.schedule.FedShifts;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.time.Span;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The calendars of the store in memory, and the recipients of the files with whom they have on call. What was read well once counts until
 * it is read anew, also over a restart. For many threads.
 */
public final class LiveCalendars {

    /** Not read for so long is a trouble. */
    static final Duration LONG = Duration.ofHours(1);

    /** So much of it is known, back and ahead. */
    private static final Duration BACK = Duration.ofDays(35);

    private static final Duration AHEAD = Schedule.FAR.plusDays(40);

    /** What is known is made anew after that, so that it reaches as far ahead as it shall. */
    private static final Duration FRESH = Duration.ofDays(1);

    private static final int MOST_TROUBLES = 20;

    /** Longer nothing is looked at: a calendar is nobody's whom the hub trusts. */
    private static final Duration ENOUGH = Duration.ofSeconds(10);

    private final Store store;
    private final InstantSource clock;
    private final Supplier<Recipients> files;
    private volatile Map<String, FeedRow> rows = Map.of();
    private volatile boolean isOld;
    private volatile Map<String, Booked> booked = Map.of();
    private volatile Merged merged = new Merged(Recipients.none(), Map.of(), Map.of(), Recipients.none());

    /**
     * What a calendar says, worked out.
     *
     * @param content what it was made of
     * @param zone by which clock
     * @param at when
     * @param troubles what could not be read
     */
    private record Booked(String content, ZoneId zone, Instant at, List<Booking> bookings, List<String> troubles) {}

    /** @param troubles by schedule, what is wrong with what its calendar says */
    private record Merged(
            Recipients files, Map<String, Booked> booked, Map<String, List<String>> troubles, Recipients both) {}

    /**
     * How a schedule's calendar stands.
     *
     * @param readAt when it was last read well
     * @param troubles why it was not since, and what of it could not be read, a line each
     */
    public record State(Optional<Instant> readAt, List<String> troubles) {}

    /**
     * Reads them.
     *
     * @param files recipients as the files have them
     */
    public LiveCalendars(Store store, InstantSource clock, Supplier<Recipients> files) {
        this.store = store;
        this.clock = clock;
        this.files = files;
        reread();
    }

    /**
     * This hub or another one read one. They are taken over at the next {@link #follow}: whoever says so has more to listen to, and must not wait
     * while what somebody wrote into a calendar is worked out.
     */
    public void changed() {
        isOld = true;
    }

    /** Reads them anew where they {@linkplain #changed changed}, and works out what is not yet. */
    void follow() {
        if (!isOld) {
            refresh();
            return;
        }
        isOld = false;
        try {
            reread();
        } catch (RuntimeException away) {
            isOld = true;
            throw away;
        }
    }

    /** Reads them anew, and works out what is not yet. One at a time: an older answer must not come late. */
    public synchronized void reread() {
        Map<String, FeedRow> all = new LinkedHashMap<>();
        store.read(CalendarTable::all).forEach(row -> all.put(row.schedule(), row));
        rows = all;
        refresh();
    }

    /**
     * Works out what is not yet, or was so long ago that it does not reach far ahead any more. May take seconds; whoever asks who is on call
     * meanwhile is told as before.
     */
    synchronized void refresh() {
        Map<String, Booked> all = new LinkedHashMap<>();
        Instant time = clock.instant();
        for (Schedule schedule : files.get().schedules()) {
            FeedRow row = rows.get(schedule.name());
            if (schedule.feed().isPresent() && row != null && !row.content().isEmpty()) {
                Booked before = booked.get(schedule.name());
                boolean isFresh = before != null
                        && before.content.equals(row.content())
                        && before.zone.equals(schedule.zone())
                        && !before.at.isAfter(time)
                        && before.at.plus(FRESH).isAfter(time);
                all.put(schedule.name(), isFresh ? before : booked(row.content(), schedule.zone(), time));
            }
        }
        boolean isSame = all.keySet().equals(booked.keySet())
                && all.entrySet().stream().allMatch(one -> booked.get(one.getKey()) == one.getValue());
        if (!isSame) {
            Recipients now = files.get();
            merged = merge(now, all); // before anybody asks
            booked = all;
        }
    }

    private static Booked booked(String content, ZoneId zone, Instant now) {
        Optional<ReadCalendar> calendar = ReadCalendar.of(content, zone);
        List<String> troubles =
                new ArrayList<>(calendar.map(ReadCalendar::troubles).orElse(List.of()));
        long begin = System.nanoTime();
        List<Booking> bookings = calendar.map(read -> read.between(
                        now.minus(BACK),
                        now.plus(AHEAD),
                        () -> System.nanoTime() - begin > ENOUGH.toNanos(),
                        troubles::add))
                .orElse(List.of());
        return new Booked(content, zone, now, bookings, troubles);
    }

    Map<String, FeedRow> rows() {
        return rows;
    }

    /** The recipients of the files, with whom calendars have on call. Cheap where nothing changed since it was asked last. */
    public Recipients over(Recipients files) {
        Merged last = merged;
        if (last.files != files || last.booked != booked) {
            last = merge(files, booked);
            merged = last;
        }
        return last.both;
    }

    private Merged merge(Recipients files, Map<String, Booked> booked) {
        Map<String, FedShifts> fed = new LinkedHashMap<>();
        Map<String, List<String>> troubles = new LinkedHashMap<>();
        for (Schedule schedule : files.schedules()) {
            Booked its = booked.get(schedule.name());
            if (schedule.feed().isPresent() && its != null) {
                List<String> found = new ArrayList<>();
                fed.put(schedule.name(), shifts(schedule.feed().get(), its, files, found));
                troubles.put(schedule.name(), found);
            }
        }
        return new Merged(files, booked, troubles, files.fed(fed));
    }

    private static FedShifts shifts(CalendarFeed feed, Booked its, Recipients files, List<String> troubles) {
        BookedPeople people = new BookedPeople(files, feed.by());
        Map<Integer, List<String>> known = new HashMap<>(); // by events: one may come again thousands of times
        Set<Integer> unknown = new TreeSet<>();
        FedShifts shifts = FedShifts.of(its.bookings, booking -> {
            List<String> names = known.computeIfAbsent(booking.line(), any -> people.of(booking));
            if (names.isEmpty() && booking.until().isAfter(its.at)) {
                unknown.add(booking.line());
            }
            return names;
        });
        Set<String> all = new LinkedHashSet<>(its.troubles);
        unknown.forEach(line -> all.add("line " + line + ": an event in which nobody of recipients.yaml is found by "
                + feed.by().word()));
        all.stream().limit(MOST_TROUBLES).forEach(troubles::add);
        if (all.size() > MOST_TROUBLES) {
            troubles.add("and " + (all.size() - MOST_TROUBLES) + " more");
        }
        return shifts;
    }

    /** How the calendar of a schedule stands; empty where none feeds it. */
    public Optional<State> state(Schedule schedule) {
        if (schedule.feed().isEmpty()) {
            return Optional.empty();
        }
        FeedRow row = rows.get(schedule.name());
        List<String> troubles = new ArrayList<>();
        if (row == null) {
            return Optional.of(new State(Optional.empty(), List.of()));
        }
        if (!row.trouble().isEmpty()) {
            troubles.add(row.trouble());
        }
        troubles.addAll(merged.troubles.getOrDefault(schedule.name(), List.of()));
        return Optional.of(new State(row.readAt(), troubles));
    }

    /**
     * What an operator should know, a line each: calendars that were not read for long, and what could not be read in them.
     *
     * @param files recipients as the files have them
     */
    public List<String> troubles(Recipients files) {
        over(files);
        List<String> all = new ArrayList<>();
        Instant now = clock.instant();
        for (Schedule schedule : files.schedules()) {
            FeedRow row = rows.get(schedule.name());
            if (schedule.feed().isEmpty() || row == null) {
                continue;
            }
            boolean isOld = row.readAt()
                    .map(read -> Duration.between(read, now).compareTo(LONG) > 0)
                    .orElse(true);
            if (isOld && !row.trouble().isEmpty()) {
                all.add("the calendar of " + schedule.name() + " was not read "
                        + row.readAt()
                                .map(read -> "for " + Span.words(Duration.between(read, now)))
                                .orElse("yet")
                        + ": " + row.trouble()
                        + (row.readAt().isPresent() ? "; what it said then counts" : "; its layers alone count"));
            }
            merged.troubles
                    .getOrDefault(schedule.name(), List.of())
                    .forEach(trouble -> all.add("the calendar of " + schedule.name() + ", " + trouble));
        }
        return all;
    }

    /** For how many seconds the calendar of a schedule was not read; NaN where it never was. */
    public double age(String schedule) {
        return Optional.ofNullable(rows.get(schedule))
                .flatMap(FeedRow::readAt)
                .map(read -> Math.max(0, Duration.between(read, clock.instant()).toMillis() / 1e3))
                .orElse(Double.NaN);
    }
}
