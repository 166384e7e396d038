package io.tocsin.model.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What becomes of a check-in, against somebody who does it by hand, and what must hold whatever happens. */
class StandingTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Terms DAILY = new Terms(Duration.ofDays(1), HOUR);
    private static final Instant NOON = Instant.parse("2026-08-20T12:00:00Z");

    /** Steps of a script: what happens, and how much. */
    @Property(tries = 2_000)
    void itIsLateAndOverWhenADeadlineOnTheWallSaysSo(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 100_000) Integer> script,
            @ForAll @IntRange(min = 1, max = 60) int tens) {
        long now = NOON.getEpochSecond();
        Terms first = NaiveCheckIn.terms(tens * 10L, tens);
        Standing standing = Standing.begin(first, at(now));
        NaiveCheckIn naive = new NaiveCheckIn(first, now);
        List<String> said = new ArrayList<>();
        for (int step : script) {
            long much = step / 7 % 1_000;
            Standing before = standing;
            switch (step % 7) {
                case 0, 1 -> {
                    for (long second = 0; second < much; second++) {
                        now++;
                        naive.second(now);
                    }
                    standing = standing.timeCame(at(now));
                }
                case 2 -> {
                    standing = standing.reported(at(now), at(now));
                    naive.report(now);
                }
                case 3 -> {
                    Terms other = NaiveCheckIn.terms(10 * (1 + much % 500), much % 90);
                    standing = standing.changed(other, at(now));
                    naive.edit(other, now);
                }
                case 4, 5 -> {
                    long from = now;
                    now += 10 * much;
                    standing = standing.away(at(from), at(now));
                    naive.away(from, now);
                }
                default -> {
                    long by = much - 500;
                    now += by;
                    standing = standing.clockSet(Duration.ofSeconds(by));
                    naive.clockSet(by);
                }
            }
            if (!before.isLate() && standing.isLate()) {
                said.add("late " + standing.lateSince().orElseThrow().getEpochSecond());
            } else if (before.isLate() && !standing.isLate()) {
                said.add("over " + now);
            }
            assertThat(standing.lateSince()).isEqualTo(naive.lateSince());
            assertThat(standing.isLate() ? naive.deadline() : Optional.of(standing.dueAt()))
                    .isEqualTo(naive.deadline());
            assertThat(standing.reportedAt()).isEqualTo(naive.lastReport());
        }
        assertThat(said).isEqualTo(naive.said);
    }

    /** Reports that come with the grace as their jitter, and hubs that are away now and then, and forget what was in memory alone. */
    @Property(tries = 2_000)
    void whoReportsInTimeIsNeverLateThoughReportsAreLostWhileTheHubsAreAway(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int minutes) {
        Random random = new Random(seed);
        Terms terms = NaiveCheckIn.terms(60L * minutes, 1 + random.nextInt(30 * minutes));
        int every = (int) terms.every().toSeconds();
        int slack = (int) terms.slack().toSeconds();
        long begin = NOON.getEpochSecond();
        Standing written = Standing.begin(terms, at(begin));
        Standing known = written;
        long writtenAt = begin;
        long from = begin + random.nextInt(3 * every);
        long to = from + 1 + random.nextInt(2 * every);
        boolean isLost = false;
        for (int turn = 0; turn < 60; turn++) {
            long first = begin
                    + (long) turn * every
                    + random.nextInt((int) terms.grace().toSeconds());
            long second = random.nextInt(5) == 0 ? first + 1 + random.nextInt(slack) : first;
            for (long report : first == second ? List.of(first) : List.of(first, second)) {
                if (report >= from) {
                    long mark = Math.max(writtenAt, from - from % 10);
                    Standing kept =
                            known.reportedAt().filter(at(mark)::isBefore).isPresent() ? written : known;
                    if (report < to) {
                        isLost = true;
                        continue;
                    }
                    known = kept.away(at(mark), at(to));
                    written = known;
                    writtenAt = to;
                    from = Math.max(to, report) + 4L * every + random.nextInt(3 * every);
                    to = from + 1 + random.nextInt(every);
                }
                assertThat(known.timeCame(at(report)).isLate())
                        .as("at %d of %s, lost: %s", report - begin, terms, isLost)
                        .isFalse();
                if (report / 10 > writtenAt / 10) {
                    written = known; // by a look in between
                    writtenAt = report - report % 10;
                }
                boolean isSoon = at(report).isBefore(written.since().plus(terms.slack()));
                known = known.reported(at(report), at(report));
                written = isSoon ? written : known;
            }
        }
    }

    /** The report before the hubs were away came late, and was not known to be the last. */
    @Test
    void aReportThatMayHaveBeenForgottenPutsOffNoneThatWasExpectedWhileTheHubsWereAway() {
        Terms terms = NaiveCheckIn.terms(480, 10);
        Standing standing = Standing.begin(terms, NOON).reported(NOON, NOON);

        Standing back = standing.away(NOON.plusSeconds(9), NOON.plusSeconds(438)); // one at 435 found nobody

        assertThat(back.timeCame(NOON.plusSeconds(909)).isLate()).isFalse();
    }

    @Test
    void whoNeverReportsIsLateThoughTheHubRestartsEachDayJustWhenItIsWaitedFor() {
        Standing standing = Standing.begin(DAILY, NOON).reported(NOON, NOON);
        Instant now = NOON;
        int days = 0;
        while (!standing.isLate()) {
            assertThat(++days).isLessThan(4);
            Instant restart = NOON.plus(Duration.ofDays(days));
            for (now = restart.minus(Duration.ofHours(23)); now.isBefore(restart); now = now.plusSeconds(600)) {
                standing = standing.timeCame(now);
            }
            standing = standing.away(restart, restart.plusSeconds(5));
        }
        assertThat(Duration.between(NOON, standing.lateSince().orElseThrow())).isLessThan(Duration.ofHours(51));
    }

    @Test
    void aRestartAtAnotherTimeOfTheDayPutsNothingOff() {
        Standing standing = Standing.begin(DAILY, NOON).reported(NOON, NOON);
        Instant evening = NOON.plus(Duration.ofHours(8));

        assertThat(standing.away(evening, evening.plus(HOUR))).isEqualTo(standing);
    }

    @Test
    void whatWasLateBeforeTheHubsWereAwayIsLateWithItsOwnTime() {
        Standing standing = Standing.begin(DAILY, NOON);
        Instant due = NOON.plus(Duration.ofHours(25));

        Standing late = standing.away(due.plusSeconds(1), due.plus(HOUR)).timeCame(due.plus(HOUR));

        assertThat(late.lateSince()).contains(due);
    }

    @Test
    void aReportThatComesBehindANewerOneTakesNothingBack() {
        Standing standing = Standing.begin(DAILY, NOON).reported(NOON.plusSeconds(60), NOON.plusSeconds(60));

        assertThat(standing.reported(NOON, NOON.plusSeconds(61))).isEqualTo(standing);
    }

    @Test
    void aReportFromTheFutureCountsAsNow() {
        Standing standing = Standing.begin(DAILY, NOON).reported(NOON.plus(Duration.ofDays(9)), NOON);

        assertThat(standing.dueAt()).isEqualTo(NOON.plus(DAILY.length()));
    }

    @Test
    void anEditMakesNothingLateAtOnceButNeverGivesMoreTimeThanBothTermsDo() {
        Standing standing = Standing.begin(DAILY, NOON);
        Instant now = NOON.plus(Duration.ofHours(5));
        Terms often = new Terms(Duration.ofMinutes(5), Duration.ofMinutes(1));

        Standing shorter = standing.changed(often, now);
        assertThat(shorter.dueAt()).isEqualTo(now.plus(often.length()));
        Instant last = NOON.plus(DAILY.length()).minusSeconds(1);
        assertThat(standing.changed(often, last).dueAt()).isEqualTo(NOON.plus(DAILY.length()));
    }

    @Test
    void graceIsATenthWithinReasonWhereNobodySaysIt() {
        assertThat(Terms.of(Duration.ofMinutes(1)).grace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Terms.of(Duration.ofHours(2)).grace()).isEqualTo(Duration.ofMinutes(12));
        assertThat(Terms.of(Duration.ofDays(7)).grace()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void whatRunsAtThreeEachNightIsNotLateInTheNightInWhichClocksArePutBack() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant before = LocalDateTime.parse("2026-10-24T03:15").atZone(berlin).toInstant();
        Instant after = LocalDateTime.parse("2026-10-25T03:15").atZone(berlin).toInstant();
        assertThat(Duration.between(before, after)).isEqualTo(Duration.ofHours(25));

        Standing standing = Standing.begin(Terms.of(Duration.ofDays(1)), before).reported(before, before);

        assertThat(standing.timeCame(after.plus(Duration.ofMinutes(45))).isLate())
                .isFalse();
        assertThat(standing.timeCame(after.plus(HOUR)).isLate()).isTrue();
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
