package io.tocsin.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Origin;
import io.tocsin.model.time.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever looks at the clock each minute says the same, in zones with odd offsets and in both nights in which clocks are put. */
class ScheduleByTheClockTest {

    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/St_Johns",
            "Pacific/Chatham",
            "Africa/Casablanca",
            "UTC");
    private static final Origin HERE = new Origin("schedules.yaml", 1);
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");

    /** A week around each of the four nights of two years: 280,000 minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Pacific/Chatham",
                "Africa/Casablanca"
            })
    void itIsWhatAnybodyReadsOffTheClockInTheNightsInWhichItIsPut(String zone) {
        Random random = new Random(zone.hashCode());
        Instant at = FIRST.plus(Duration.ofDays(random.nextInt(300)));
        for (int night = 0; night < 4; night++) {
            Optional<ZoneOffsetTransition> put =
                    Optional.ofNullable(ZoneId.of(zone).getRules().nextTransition(at));
            at = put.map(ZoneOffsetTransition::getInstant).orElse(at.plus(Duration.ofDays(180)));
            LocalDateTime near = LocalDateTime.ofInstant(at, ZoneOffset.UTC).minusDays(4);
            compare(any(random, zone, near), at.minus(Duration.ofDays(5)), Duration.ofDays(7), zone + " " + at);
        }
    }

    /** Four years of minutes for each zone: 17 million. */
    @Tag("long")
    @Test
    void itIsWhatAnybodyReadsOffTheClockInFourYears() {
        for (String zone : ZONES) {
            Random random = new Random(zone.hashCode());
            LocalDateTime near = LocalDateTime.ofInstant(FIRST, ZoneOffset.UTC).plusDays(2);
            compare(any(random, zone, near), FIRST, Duration.ofDays(4 * 365 + 1), zone);
        }
    }

    private static void compare(Schedule schedule, Instant from, Duration length, String which) {
        MinuteByMinute naive = new MinuteByMinute(schedule);
        Instant end = from.plus(length);
        List<String> people = null;
        Instant since = from;
        List<Shift> seen = new ArrayList<>();
        for (Instant at = from; at.isBefore(end); at = at.plusSeconds(60)) {
            List<String> now = naive.look(at);
            if (!now.equals(schedule.people(at))) {
                assertThat(schedule.people(at))
                        .as(which + " at " + at + " of " + schedule)
                        .isEqualTo(now);
            }
            if (people != null && !now.equals(people)) {
                assertThat(schedule.until(since))
                        .as(which + " from " + since + " of " + schedule)
                        .contains(at);
                seen.add(new Shift(since, at, people, ""));
                since = at;
            }
            people = now;
        }
        seen.add(new Shift(since, end, people, ""));
        assertThat(together(schedule.shifts(from, end))).as(which).isEqualTo(seen);
    }

    /** Whoever is on call through one layer and then through another is so without a break. */
    private static List<Shift> together(List<Shift> shifts) {
        List<Shift> all = new ArrayList<>();
        for (Shift shift : shifts) {
            Shift last = all.isEmpty() ? null : all.get(all.size() - 1);
            if (last != null && last.people().equals(shift.people())) {
                all.set(all.size() - 1, new Shift(last.from(), shift.until(), last.people(), ""));
            } else {
                all.add(new Shift(shift.from(), shift.until(), shift.people(), ""));
            }
        }
        return all;
    }

    private static Schedule any(Random random, String zone, LocalDateTime near) {
        List<Layer> layers = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            layers.add(layer(random, i == 0 ? zone : ZONES.get(random.nextInt(ZONES.size())), near, i));
        }
        List<ScheduleOverride> overrides = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Instant from = near.toInstant(ZoneOffset.UTC).plusSeconds(60L * random.nextInt(8000));
            overrides.add(new ScheduleOverride(
                    "o" + i, from, from.plusSeconds(60L * (1 + random.nextInt(3000))), List.of("x" + i), "", ""));
        }
        return new Schedule("any", "", ZoneId.of(zone), layers, overrides, true, true, HERE);
    }

    private static Layer layer(Random random, String zone, LocalDateTime near, int number) {
        List<List<String>> turns = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            turns.add(random.nextInt(5) == 0 ? List.of("p" + number + i, "q" + number + i) : List.of("p" + number + i));
        }
        LocalDateTime starts = near.minusMinutes(15L * random.nextInt(90)).withNano(0);
        Duration length = List.of(
                        Duration.ofHours(1),
                        Duration.ofHours(8),
                        Duration.ofHours(12),
                        Duration.ofDays(1),
                        Duration.ofDays(7),
                        Duration.ofMinutes(90))
                .get(random.nextInt(6));
        List<Hours> hours = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                if (random.nextInt(3) > 0) {
                    days.add(day);
                }
            }
            days.add(DayOfWeek.SUNDAY); // on which most zones put their clocks
            hours.add(new Hours(time(random), time(random), days));
        }
        Optional<LocalDateTime> ends =
                random.nextInt(5) == 0 ? Optional.of(near.plusMinutes(30L * random.nextInt(300))) : Optional.empty();
        return new Layer("l" + number, ZoneId.of(zone), new Rotation(turns, starts, length), hours, ends, HERE);
    }

    /** Half of them in the hours in which clocks are put. */
    private static LocalTime time(Random random) {
        return random.nextBoolean()
                ? LocalTime.of(random.nextInt(4), 15 * random.nextInt(4))
                : LocalTime.of(random.nextInt(24), random.nextInt(60));
    }

    @Test
    void aShiftOverTheNightInSpringIsAnHourShorterAndOneInAutumnAnHourLonger() {
        Schedule schedule = daily("Europe/Berlin");

        assertThat(length(schedule, "2026-03-28T21:00:00Z")).isEqualTo(Duration.ofHours(23));
        assertThat(length(schedule, "2026-10-24T21:00:00Z")).isEqualTo(Duration.ofHours(25));
        assertThat(length(schedule, "2026-06-24T21:00:00Z")).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void whereTheClockIsPutByHalfAnHourAShiftIsHalfAnHourLonger() {
        Schedule schedule = daily("Australia/Lord_Howe");
        ZoneOffsetTransition back =
                ZoneId.of("Australia/Lord_Howe").getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(length(schedule, back.getInstant().toString()))
                .isEqualTo(Duration.ofHours(24).plusMinutes(30));
    }

    @Test
    void whatChangesHandsInTheHourThatComesTwiceDoesSoOnce() {
        Schedule schedule = daily("Europe/Berlin", LocalTime.of(2, 30));
        Instant first = Instant.parse("2026-10-25T00:30:00Z"); // 02:30 in summer time
        Instant second = Instant.parse("2026-10-25T01:30:00Z"); // 02:30 once more

        assertThat(schedule.people(first.minusMillis(1))).isNotEqualTo(schedule.people(first));
        assertThat(schedule.until(first)).contains(Instant.parse("2026-10-26T01:30:00Z"));
        assertThat(schedule.people(second.minusMillis(1))).isEqualTo(schedule.people(second));
    }

    @Test
    void whatChangesHandsInTheHourThatIsLeftOutDoesSoAsItIs() {
        Schedule schedule = daily("Europe/Berlin", LocalTime.of(2, 30));

        assertThat(schedule.until(Instant.parse("2026-03-28T12:00:00Z")))
                .contains(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void whoeverIsOnCallAloneIsSoForEver() {
        Layer one = new Layer(
                "all",
                ZoneId.of("UTC"),
                new Rotation(List.of(List.of("ann")), LocalDate.of(2026, 1, 1).atStartOfDay(), Duration.ofHours(1)),
                List.of(),
                Optional.empty(),
                HERE);
        Schedule schedule = new Schedule("s", "", ZoneId.of("UTC"), List.of(one), List.of(), false, false, HERE);

        assertThat(schedule.until(Instant.parse("2026-03-28T12:00:00Z"))).isEmpty();
        assertThat(schedule.until(Instant.parse("2025-12-28T12:00:00Z")))
                .contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(schedule.people(Instant.parse("2025-12-28T12:00:00Z"))).isEmpty();
    }

    private static Duration length(Schedule schedule, String within) {
        Instant at = Instant.parse(within);
        return schedule.shifts(at.minus(Duration.ofDays(3)), at.plus(Duration.ofDays(3))).stream()
                .filter(shift -> !shift.from().isAfter(at) && shift.until().isAfter(at))
                .map(shift -> Duration.between(shift.from(), shift.until()))
                .findFirst()
                .orElseThrow();
    }

    private static Schedule daily(String zone) {
        return daily(zone, LocalTime.of(9, 0));
    }

    private static Schedule daily(String zone, LocalTime handOver) {
        Layer layer = new Layer(
                "days",
                ZoneId.of(zone),
                new Rotation(
                        List.of(List.of("ann"), List.of("ben"), List.of("cleo")),
                        LocalDate.of(2026, 1, 1).atTime(handOver),
                        Duration.ofDays(1)),
                List.of(),
                Optional.empty(),
                HERE);
        return new Schedule("s", "", ZoneId.of(zone), List.of(layer), List.of(), false, false, HERE);
    }
}
