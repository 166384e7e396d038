package io.tocsin.model.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.time.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Recurrence daily(String start, Duration length) {
        return Recurrence.of(LocalDateTime.parse(start), length, BERLIN, "FREQ=DAILY", Set.of());
    }

    private static Occasion occasion(String begin, String end) {
        return new Occasion(Instant.parse(begin), Instant.parse(end));
    }

    @Test
    void onceIsOnce() {
        Recurrence once = Recurrence.once(LocalDateTime.parse("2026-01-31T22:00"), Duration.ofHours(3), BERLIN);
        Occasion night = occasion("2026-01-31T21:00:00Z", "2026-02-01T00:00:00Z");
        assertThat(once.at(Instant.parse("2026-01-31T20:59:59Z"))).isEmpty();
        assertThat(once.at(Instant.parse("2026-01-31T21:00:00Z"))).contains(night);
        assertThat(once.at(Instant.parse("2026-01-31T23:59:59Z"))).contains(night);
        assertThat(once.at(Instant.parse("2026-02-01T00:00:00Z"))).isEmpty();
        assertThat(once.next(Instant.parse("2026-01-01T00:00:00Z"))).contains(night);
        assertThat(once.next(night.begin())).isEmpty();
    }

    @Test
    void theTimeOfDayStaysThroughDaylightSavingAndTheNightInWhichClocksArePutIsShorterOrLonger() {
        Recurrence night = daily("2026-01-01T22:00", Duration.ofHours(8));
        assertThat(night.at(Instant.parse("2026-03-28T23:00:00Z")))
                .contains(occasion("2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z"));
        assertThat(night.at(Instant.parse("2026-10-24T22:00:00Z")))
                .contains(occasion("2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z"));
    }

    @Test
    void whatBeginsInTheHourThatIsSkippedBeginsAtItsEndAndWhatEndsInItEndsThere() {
        assertThat(daily("2026-01-01T02:30", Duration.ofHours(1)).at(Instant.parse("2026-03-29T01:10:00Z")))
                .contains(occasion("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"));
        assertThat(daily("2026-01-01T01:30", Duration.ofHours(1)).at(Instant.parse("2026-03-29T00:40:00Z")))
                .contains(occasion("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"));
        assertThat(daily("2026-01-01T02:10", Duration.ofMinutes(20)).at(Instant.parse("2026-03-29T01:00:00Z")))
                .as("all of it is skipped")
                .isEmpty();
    }

    @Test
    void inTheHourThatIsShownTwiceItBeginsTheFirstTimeAndEndsTheSecond() {
        assertThat(daily("2026-01-01T02:10", Duration.ofMinutes(20)).at(Instant.parse("2026-10-25T01:20:00Z")))
                .contains(occasion("2026-10-25T00:10:00Z", "2026-10-25T01:30:00Z"));
    }

    @Test
    void daysOfTheMonthExceptionsAndAnEndAreAsRfc5545HasThem() {
        Recurrence second = Recurrence.of(
                LocalDateTime.parse("2026-01-01T03:00"),
                Duration.ofHours(1),
                ZoneId.of("UTC"),
                "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260501T000000Z",
                Set.of(LocalDate.parse("2026-02-10")));
        assertThat(begins(second, "2025-12-01T00:00:00Z"))
                .containsExactly("2026-01-13T03:00:00Z", "2026-03-10T03:00:00Z", "2026-04-14T03:00:00Z");
        Recurrence last = Recurrence.of(
                LocalDateTime.parse("2026-01-31T03:00"),
                Duration.ofHours(1),
                ZoneId.of("UTC"),
                "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",
                Set.of());
        assertThat(begins(last, "2026-01-01T00:00:00Z"))
                .containsExactly("2026-01-31T03:00:00Z", "2026-02-28T03:00:00Z", "2026-03-31T03:00:00Z");
    }

    private static List<String> begins(Recurrence recurrence, String from) {
        List<String> all = new ArrayList<>();
        Optional<Occasion> next = recurrence.next(Instant.parse(from));
        while (next.isPresent() && all.size() < 10) {
            all.add(next.get().begin().toString());
            next = recurrence.next(next.get().begin());
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DAILY",
                "FREQ=SECONDLY",
                "FREQ=MINUTELY;INTERVAL=5",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;UNTIL=20200101T000000Z",
                "FREQ=DAILY;COUNT=0",
                "FREQ=FORTNIGHTLY",
                "FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29",
                "FREQ=YEARLY;INTERVAL=10",
                "FREQ=YEARLY;INTERVAL=10;COUNT=2",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TU",
                "FREQ=HOURLY;COUNT=10001",
                "FREQ=HOURLY;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55"
            })
    void whatIsNoRuleOrNeverComesIsRefused(String rule) {
        assertThatThrownBy(() -> Recurrence.of(
                        LocalDateTime.parse("2026-01-01T00:00"), Duration.ofHours(1), BERLIN, rule, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)a .{10,}");
    }

    @Test
    void oneOfWhichHundredsWouldGoOnAtATimeIsRefused() {
        LocalDateTime start = LocalDateTime.parse("2026-01-01T00:00");
        for (String rule : List.of("FREQ=HOURLY", "FREQ=DAILY", "FREQ=DAILY;BYMONTH=8,9,10,11,12,1,2")) {
            assertThatThrownBy(() -> Recurrence.of(start, Recurrence.LONGEST, BERLIN, rule, Set.of()))
                    .as(rule)
                    .hasMessageContaining("at most 200 occasions")
                    .hasMessageContaining("larger INTERVAL");
        }
        assertThat(Recurrence.of(start, Duration.ofDays(6), BERLIN, "FREQ=HOURLY", Set.of())
                        .at(Instant.parse("2026-01-05T00:00:00Z")))
                .contains(occasion("2026-01-05T00:00:00Z", "2026-01-11T00:00:00Z"));
    }

    @Test
    void whatTheStoreKeepsOfBeforeIsReadThoughItWouldBeRefusedNow() {
        LocalDateTime start = LocalDateTime.parse("2026-01-01T00:00");
        Recurrence kept = Recurrence.kept(start, Duration.ofHours(1), BERLIN, "FREQ=HOURLY;COUNT=10001", Set.of());
        assertThat(kept.lastEnd()).isEmpty();
        assertThat(kept.at(Instant.parse("2026-01-01T00:30:00Z"))).isPresent();
    }

    @Test
    void oneWithAnEndThatIsFarAwayEndsThen() {
        Recurrence far = Recurrence.of(
                LocalDateTime.parse("2026-01-01T02:00"),
                Duration.ofHours(1),
                ZoneId.of("UTC"),
                "FREQ=DAILY;UNTIL=20991231T235959Z",
                Set.of());
        assertThat(far.lastEnd()).contains(Instant.parse("2100-01-01T00:59:59Z"));
    }

    @Test
    void theTwentyNinthOfFebruaryComesAlsoAfterTheCenturyThatSkipsOne() {
        Recurrence leap = Recurrence.of(
                LocalDateTime.parse("2024-02-29T00:00"),
                Duration.ofHours(1),
                ZoneId.of("UTC"),
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                Set.of());
        assertThat(leap.next(Instant.parse("2096-03-01T00:00:00Z"))
                        .map(one -> one.begin().toString()))
                .contains("2104-02-29T00:00:00Z");
    }

    @Test
    void aRuleThatBeganLongAgoIsAsFastAsANewOne() {
        Recurrence old = daily("1990-01-01T02:00", Duration.ofHours(1));
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 1_000; i++) {
                assertThat(old.at(Instant.parse("2026-08-20T00:30:00Z"))).isPresent();
            }
        });
    }

    /** Days, weekdays and lengths against a walk over all days of the calendar. */
    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void whatGoesOnIsWhatAWalkOverTheCalendarSays(@ForAll long seed) {
        walk(seed);
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void whatGoesOnIsWhatAWalkOverTheCalendarSaysAMillionTimes(@ForAll long seed) {
        walk(seed);
    }

    private static void walk(long seed) {
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
                .get(random.nextInt(4)));
        LocalDateTime start = LocalDate.of(2026, 1 + random.nextInt(12), 1 + random.nextInt(28))
                .atTime(random.nextInt(24), 30 * random.nextInt(2));
        Duration length = Duration.ofMinutes(30 * (1 + random.nextInt(120)));
        EnumSet<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.of(1 + random.nextInt(7)));
        LocalDate except = start.toLocalDate().plusDays(random.nextInt(20));
        StringBuilder rule = new StringBuilder("FREQ=WEEKLY;BYDAY=");
        days.forEach(day -> rule.append(day.name(), 0, 2).append(','));
        Recurrence recurrence =
                Recurrence.of(start, length, zone, rule.substring(0, rule.length() - 1), Set.of(except));
        Instant now = start.atZone(zone).toInstant().plus(Duration.ofMinutes(random.nextInt(60 * 24 * 60)));

        List<Occasion> all = new ArrayList<>();
        LocalDate last = LocalDateTime.ofInstant(now, zone).toLocalDate().plusDays(20);
        for (LocalDate day = start.toLocalDate(); day.isBefore(last); day = day.plusDays(1)) {
            if (days.contains(day.getDayOfWeek()) && !day.equals(except)) {
                LocalDateTime begin = day.atTime(start.toLocalTime());
                Occasion one = new Occasion(naive(begin, zone, true), naive(begin.plus(length), zone, false));
                if (one.end().isAfter(one.begin())) {
                    all.add(one);
                }
            }
        }
        assertThat(recurrence.at(now).map(Occasion::end))
                .isEqualTo(all.stream()
                        .filter(one -> one.holds(now))
                        .map(Occasion::end)
                        .max(Comparator.naturalOrder()));
        assertThat(recurrence.next(now).map(Occasion::begin))
                .isEqualTo(all.stream()
                        .map(Occasion::begin)
                        .filter(begin -> begin.isAfter(now))
                        .min(Comparator.naturalOrder()));
    }

    /** The first, or last, minute of which the clock shows the time or a later one. */
    private static Instant naive(LocalDateTime local, ZoneId zone, boolean first) {
        Instant at = local.atZone(ZoneId.of("UTC")).toInstant().minus(Duration.ofHours(16));
        Instant found = null;
        for (int i = 0; i < 64; i++, at = at.plus(Duration.ofMinutes(30))) {
            boolean shows = LocalDateTime.ofInstant(at, zone).equals(local);
            if (shows && (found == null || !first)) {
                found = at;
            }
        }
        if (found == null) { // skipped: the moment at which clocks are put
            at = local.atZone(ZoneId.of("UTC")).toInstant().minus(Duration.ofHours(16));
            while (LocalDateTime.ofInstant(at, zone).isBefore(local)) {
                at = at.plus(Duration.ofMinutes(30));
            }
            return at;
        }
        return found;
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void hoursOfARuleAreWhatTheClockShowsMinuteByMinute(@ForAll long seed) {
        watch(seed);
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void hoursOfARuleAreWhatTheClockShowsMinuteByMinuteAMillionTimes(@ForAll long seed) {
        watch(seed);
    }

    private static void watch(long seed) {
        Random random = new Random(seed);
        ZoneId zone =
                ZoneId.of(List.of("UTC", "Europe/Berlin", "Australia/Lord_Howe").get(random.nextInt(3)));
        List<Hours> hours = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            hours.add(new Hours(
                    LocalTime.of(random.nextInt(24), 30 * random.nextInt(2)),
                    LocalTime.of(random.nextInt(24), 30 * random.nextInt(2)),
                    EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.of(1 + random.nextInt(7)))));
        }
        ActiveTimes times = new ActiveTimes(hours, zone, ActiveTimes.Later.HOLD);
        Instant now = Instant.parse("2026-03-20T00:00:00Z").plus(Duration.ofMinutes(15L * random.nextInt(30_000)));
        Instant expected = now;
        while (!times.isActive(expected)) {
            expected = expected.plus(Duration.ofMinutes(15));
        }
        assertThat(times.begins(now)).contains(expected);
    }
}
