package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.alert.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> EACH_DAY = EnumSet.allOf(DayOfWeek.class);
    private static final QuietHours NIGHT = hours("22:00", "07:00", EACH_DAY);

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T21:30:00Z, 2026-11-25T06:00:00Z", // 22:30 in Berlin
        "2026-11-25T05:59:59Z, 2026-11-25T06:00:00Z",
        "2026-11-25T06:00:00Z,", // 07:00 sharp
        "2026-11-25T12:00:00Z,",
        "2026-03-28T23:00:00Z, 2026-03-29T05:00:00Z", // the clock jumps from 2 to 3: the night is an hour shorter
        "2026-10-24T22:00:00Z, 2026-10-25T06:00:00Z" // and an hour longer when it is put back
    })
    void aNightOverMidnightEndsAtSevenOfThePersonsClock(Instant now, Instant until) {
        assertThat(NIGHT.heldUntil(Severity.LOW, now, BERLIN)).isEqualTo(Optional.ofNullable(until));
    }

    @Test
    void whatIsAsSevereAsTheLimitDoesNotWait() {
        Instant night = Instant.parse("2026-11-24T23:00:00Z");

        assertThat(NIGHT.heldUntil(Severity.CRITICAL, night, BERLIN)).isEmpty();
        assertThat(NIGHT.heldUntil(Severity.HIGH, night, BERLIN)).isEmpty();
        assertThat(NIGHT.heldUntil(Severity.MEDIUM, night, BERLIN)).isPresent();
        assertThat(NIGHT.heldUntil(Severity.INFO, night, BERLIN)).isPresent();
    }

    @Test
    void wholeDaysThatFollowEachOtherEndWithTheLast() {
        QuietHours weekend = hours("00:00", "00:00", EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

        assertThat(weekend.heldUntil(Severity.LOW, Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC))
                .contains(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(weekend.heldUntil(Severity.LOW, Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        QuietHours friday = hours("22:00", "07:00", EnumSet.of(DayOfWeek.FRIDAY));

        assertThat(friday.heldUntil(Severity.LOW, Instant.parse("2026-11-21T03:00:00Z"), ZoneOffset.UTC))
                .as("Saturday, three in the morning")
                .contains(Instant.parse("2026-11-21T07:00:00Z"));
        assertThat(friday.heldUntil(Severity.LOW, Instant.parse("2026-11-20T03:00:00Z"), ZoneOffset.UTC))
                .as("Friday, three in the morning")
                .isEmpty();
    }

    @Test
    void anEndThatTheClockJumpsOverIsTheJump() {
        QuietHours untilHalfPastTwo = hours("22:00", "02:30", EACH_DAY);

        assertThat(untilHalfPastTwo.heldUntil(Severity.LOW, Instant.parse("2026-03-29T00:00:00Z"), BERLIN))
                .contains(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void hoursThatNeverEndAreRefused() {
        assertThatThrownBy(() -> hours("08:00", "08:00", EACH_DAY)).hasMessage("quiet hours never end");
        assertThatThrownBy(() -> hours("22:00", "07:00", Set.of())).hasMessage("quiet hours begin on no day");
    }

    @Property(tries = 3000)
    void whatIsHeldIsHeldInsideOnlyAndReleasedAtTheFirstMomentOutside(
            @ForAll("anyHours") QuietHours hours, @ForAll("anyZone") ZoneId zone, @ForAll("anyMoment") Instant now) {
        Optional<Instant> until = hours.heldUntil(Severity.INFO, now, zone);

        assertThat(until.isPresent()).isEqualTo(quiet(hours, now, zone));
        until.ifPresent(end -> releasedAtTheFirstMomentOutside(hours, zone, now, end));
    }

    @Property(tries = 3000)
    void theSameHoldsWhereTheClockIsPutForwardOrBack(
            @ForAll("anyHours") QuietHours hours,
            @ForAll("zoneWithTransitions") ZoneId zone,
            @ForAll("anyMoment") Instant near,
            @ForAll @IntRange(min = -2000, max = 2000) int minutes) {
        ZoneOffsetTransition transition = zone.getRules().nextTransition(near);
        Assume.that(transition != null);
        Instant now = transition.getInstant().plus(Duration.ofMinutes(minutes));
        Optional<Instant> until = hours.heldUntil(Severity.INFO, now, zone);

        assertThat(until.isPresent()).isEqualTo(quiet(hours, now, zone));
        until.ifPresent(end -> releasedAtTheFirstMomentOutside(hours, zone, now, end));
    }

    private static void releasedAtTheFirstMomentOutside(QuietHours hours, ZoneId zone, Instant now, Instant end) {
        assertThat(end).isAfter(now);
        assertThat(quiet(hours, end, zone)).as("quiet at the end").isFalse();
        for (Instant at = now; at.isBefore(end); at = at.plus(Duration.ofMinutes(5))) {
            assertThat(quiet(hours, at, zone)).as("quiet at %s", at).isTrue();
        }
        assertThat(quiet(hours, end.minusMillis(1), zone))
                .as("quiet until the end")
                .isTrue();
    }

    /** What quiet hours mean, said the other way round: some day's hours, as its calendar writes them, hold this time. */
    private static boolean quiet(QuietHours hours, Instant at, ZoneId zone) {
        LocalDateTime clock = LocalDateTime.ofInstant(at, zone);
        for (LocalDate day : List.of(clock.toLocalDate().minusDays(1), clock.toLocalDate())) {
            LocalDateTime begin = day.atTime(hours.from());
            LocalDateTime end = hours.to().isAfter(hours.from())
                    ? day.atTime(hours.to())
                    : day.plusDays(1).atTime(hours.to());
            if (hours.days().contains(day.getDayOfWeek()) && !clock.isBefore(begin) && clock.isBefore(end)) {
                return true;
            }
        }
        return false;
    }

    @Provide
    Arbitrary<QuietHours> anyHours() {
        Arbitrary<LocalTime> minutes = Arbitraries.integers().between(0, 1439).map(m -> LocalTime.of(m / 60, m % 60));
        return Combinators.combine(
                        minutes, minutes, Arbitraries.of(DayOfWeek.class).set().ofMinSize(1))
                .filter((from, to, days) -> !QuietHours.neverEnd(from, to, days))
                .as((from, to, days) -> new QuietHours(from, to, days, Severity.LOW));
    }

    @Provide
    Arbitrary<ZoneId> anyZone() {
        return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList())
                .map(ZoneId::of);
    }

    /** A day longer or shorter by 30 minutes, one and two hours, and a country without a 30th of December 2011. */
    @Provide
    Arbitrary<ZoneId> zoneWithTransitions() {
        return Arbitraries.of(
                        "Europe/Berlin",
                        "America/New_York",
                        "America/St_Johns",
                        "Australia/Lord_Howe",
                        "Antarctica/Troll",
                        "Africa/Casablanca",
                        "Pacific/Apia")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<Instant> anyMoment() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("2011-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("2040-01-01T00:00:00Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    private static QuietHours hours(String from, String to, Set<DayOfWeek> days) {
        return new QuietHours(LocalTime.parse(from), LocalTime.parse(to), days, Severity.HIGH);
    }
}
