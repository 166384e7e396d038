package io.tocsin.model.schedule;

import io.tocsin.files.Finding;
import io.tocsin.model.time.Hours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a schedule says in the coming weeks that is hardly meant: times at which nobody is on call, hours of two layers or overrides
 * that overlap, layers and people whose hours never come.
 */
public final class ScheduleGaps {

    /** How far it looks: far enough that it tells of the next night in which clocks are put in good time. */
    static final Duration AHEAD = Duration.ofDays(7 * 26L);

    /** More turns are not looked at, so that a check is quick whatever stands in the file. */
    private static final int MOST_TURNS = 5_000;

    private final Schedule schedule;
    private final Instant now;
    private final Instant end;
    private final List<Shift> shifts;
    private final List<Finding> findings = new ArrayList<>();

    private ScheduleGaps(Schedule schedule, Instant now) {
        this.schedule = schedule;
        this.now = now.truncatedTo(ChronoUnit.MINUTES);
        this.end = this.now.plus(AHEAD);
        this.shifts = schedule.shifts(this.now, end);
    }

    /** One finding for each kind of trouble of a schedule, with the first time, how long it lasts, and how often it comes. */
    public static List<Finding> of(Schedule schedule, Instant now) {
        ScheduleGaps look = new ScheduleGaps(schedule, now);
        look.gaps();
        look.overlaps();
        look.overriddenTwice();
        look.unused();
        return look.findings;
    }

    private record Time(Instant from, Instant until) {}

    private void gaps() {
        if (schedule.feed().isPresent()) {
            return; // what its calendar says is known to a hub that runs
        }
        List<Time> gaps = shifts.stream()
                .filter(Shift::isGap)
                .map(gap -> new Time(gap.from(), gap.until()))
                .toList();
        if (!gaps.isEmpty() && !schedule.mayBeEmpty()) {
            findings.add(schedule.origin()
                    .finding(
                            "nobody on call in `" + schedule.name() + "` " + when(gaps),
                            "somebody at any time",
                            "add a first layer without hours, widen the hours, or write `allowGaps: true` if that is"
                                    + " meant"));
        }
    }

    /** Where each of two layers that have hours has times without the other, they share the day, and both at once is a slip. */
    private void overlaps() {
        if (schedule.mayOverlap()) {
            return;
        }
        for (int later = 1; later < schedule.layers().size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                Layer one = schedule.layers().get(earlier);
                Layer other = schedule.layers().get(later);
                if (!one.hours().isEmpty() && !other.hours().isEmpty()) {
                    overlap(one, other);
                }
            }
        }
    }

    private void overlap(Layer one, Layer other) {
        List<Time> both = new ArrayList<>();
        boolean oneAlone = false;
        boolean otherAlone = false;
        Instant at = now;
        while (at.isBefore(end)) {
            boolean hasOne = !one.people(at).isEmpty();
            boolean hasOther = !other.people(at).isEmpty();
            Instant next = sooner(one.nextAfter(at), other.nextAfter(at));
            if (hasOne && hasOther) {
                add(both, at, next);
            }
            oneAlone |= hasOne && !hasOther;
            otherAlone |= hasOther && !hasOne;
            at = next;
        }
        if (!both.isEmpty() && oneAlone && otherAlone) {
            findings.add(other.origin()
                    .finding(
                            "the layers `" + one.name() + "` and `" + other.name() + "` of `" + schedule.name()
                                    + "` both have somebody " + when(both),
                            "hours that meet and do not overlap; now `" + other.name() + "` wins",
                            "let one begin when the other ends, or write `allowOverlaps: true` if that is meant"));
        }
    }

    private Instant sooner(Optional<Instant> one, Optional<Instant> other) {
        Instant first = one.filter(time -> time.isBefore(end)).orElse(end);
        return other.filter(time -> time.isBefore(first)).orElse(first);
    }

    private static void add(List<Time> times, Instant from, Instant until) {
        Time last = times.isEmpty() ? null : times.get(times.size() - 1);
        if (last != null && last.until.equals(from)) {
            times.set(times.size() - 1, new Time(last.from, until));
        } else {
            times.add(new Time(from, until));
        }
    }

    private void overriddenTwice() {
        List<ScheduleOverride> overrides = schedule.overrides().stream()
                .filter(override -> override.until().isAfter(now))
                .toList();
        for (int later = 1; later < overrides.size() && !schedule.mayOverlap(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                ScheduleOverride one = overrides.get(earlier);
                ScheduleOverride other = overrides.get(later);
                Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
                Instant until = one.until().isBefore(other.until()) ? one.until() : other.until();
                if (from.isBefore(until) && !one.people().equals(other.people())) {
                    findings.add(
                            schedule.origin()
                                    .finding(
                                            "two overrides of `" + schedule.name() + "`, with "
                                                    + String.join(", ", one.people()) + " and with "
                                                    + String.join(", ", other.people()) + ", "
                                                    + when(List.of(new Time(from, until))),
                                            "one at a time; now the later one wins",
                                            "let one begin when the other ends, or write `allowOverlaps: true` if that is meant"));
                }
            }
        }
    }

    private void unused() {
        Set<String> through = new LinkedHashSet<>();
        shifts.forEach(shift -> through.add(shift.through()));
        for (Layer layer : schedule.layers()) {
            boolean isThere = hasSomebody(layer);
            if (isThere && !through.contains(layer.name())) {
                findings.add(layer.origin()
                        .finding(
                                "the layer `" + layer.name() + "` of `" + schedule.name()
                                        + "`, whose hours never come: until " + clock(end)
                                        + " later layers have somebody at all of them",
                                "a layer that is used",
                                "move it below the others, where it wins, or remove it"));
            }
            if (isThere) {
                neverOn(layer);
            }
        }
    }

    private boolean hasSomebody(Layer layer) {
        Instant at = now;
        while (at.isBefore(end)) {
            if (!layer.people(at).isEmpty()) {
                return true;
            }
            at = sooner(layer.nextAfter(at), Optional.empty());
        }
        return false;
    }

    /** With turns of a day and hours at weekends only, say, some people's turns are never at a weekend. */
    private void neverOn(Layer layer) {
        Rotation rotation = layer.rotation();
        if (layer.hours().isEmpty() || rotation.length().compareTo(Duration.ofDays(7)) >= 0) {
            return;
        }
        int turns = rotation.turns().size();
        long week = Duration.ofDays(7).toMinutes();
        long round = rotation.length().toMinutes() * turns;
        long all = week / gcd(round, week) * turns; // so many turns, and all comes again
        Set<String> never = new LinkedHashSet<>();
        rotation.turns().forEach(never::addAll);
        for (long number = 0; number < Math.min(all, MOST_TURNS); number++) {
            if (isOn(layer.hours(), rotation.begin(number), rotation.begin(number + 1))) {
                rotation.turns().get((int) (number % turns)).forEach(never::remove);
            }
        }
        if (!never.isEmpty() && all <= MOST_TURNS) {
            findings.add(layer.origin()
                    .finding(
                            "the turns of " + String.join(", ", never) + " in the layer `" + layer.name() + "` of `"
                                    + schedule.name() + "`, at which its hours never come",
                            "hours in everybody's turn",
                            "make turns a week long (`every: weekly`), or change the number of people"));
        }
    }

    private static boolean isOn(List<Hours> hours, LocalDateTime from, LocalDateTime until) {
        return hours.stream()
                .anyMatch(some -> some.coverAt(from) || some.nextBegin(from).isBefore(until));
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }

    /** The first of some times, and how many more there are. */
    private String when(List<Time> times) {
        Time first = times.get(0);
        ZoneId zone = schedule.zone();
        return "from " + clock(first.from) + " to " + clock(first.until) + " (" + zone.getId() + ", "
                + length(Duration.between(first.from, first.until)) + ")"
                + (times.size() == 1 ? "" : ", and " + (times.size() - 1) + " times more until " + clock(end));
    }

    /** The two largest units: {@code 9h 30m}. */
    private static String length(Duration time) {
        long minutes = time.toMinutes();
        List<String> parts = new ArrayList<>();
        part(parts, minutes / 1440, "d");
        part(parts, minutes / 60 % 24, "h");
        part(parts, minutes % 60, "m");
        return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
    }

    private static void part(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + unit);
        }
    }

    private String clock(Instant at) {
        return LocalDateTime.ofInstant(at, schedule.zone())
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }
}
