package io.tocsin.pipeline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DueHoursTest {

    private static final Instant TEN = Instant.parse("2026-03-04T10:00:00Z");

    private static final Supplier<Instant> NOT_ASKED = () -> {
        throw new AssertionError("what happened first is asked where something was made");
    };

    private final DueHours due = new DueHours(Duration.ofDays(30));

    private static Instant at(int minutes) {
        return TEN.plus(Duration.ofMinutes(minutes));
    }

    private Optional<Instant> next(Instant now, MadeRow... made) {
        return due.next(List.of(made), NOT_ASKED, DueHours.OFTEN, now);
    }

    @Test
    void whereNothingWasMadeItBeginsWithWhatHappenedFirst() {
        assertThat(due.next(List.of(), () -> at(-600), DueHours.OFTEN, at(5))).contains(at(-600));
        assertThat(due.next(List.of(), () -> at(400), DueHours.OFTEN, at(5))).contains(TEN);
        assertThat(due.next(List.of(), () -> Instant.EPOCH, DueHours.OFTEN, at(5)))
                .contains(HourRange.of(at(5).minus(DueHours.KEPT)));
    }

    @Test
    void theHourThatRunsIsMadeNowAndThen() {
        assertThat(next(at(8), new MadeRow(TEN, at(4), 0))).isEmpty();
        assertThat(next(at(9), new MadeRow(TEN, at(4), 0))).contains(TEN);
        assertThat(due.next(List.of(new MadeRow(TEN, at(4), 0)), NOT_ASKED, Duration.ofMinutes(30), at(9)))
                .isEmpty();
    }

    @Test
    void anHourThatIsOverIsMadeOnceMoreAndThenTheNextOne() {
        assertThat(next(at(61), new MadeRow(TEN, at(58), 0))).contains(at(60));
        assertThat(next(at(62), new MadeRow(TEN, at(58), 0), new MadeRow(at(60), at(61), 0)))
                .contains(TEN);
        assertThat(next(at(63), new MadeRow(TEN, at(62), 0), new MadeRow(at(60), at(61), 0)))
                .isEmpty();
    }

    @Test
    void oneWithEventsThatWaitIsMadeEachHourForADay() {
        MadeRow running = new MadeRow(at(120), at(120), 0);
        assertThat(next(at(121), new MadeRow(TEN, at(62), 3), running)).isEmpty();
        assertThat(next(at(122), new MadeRow(TEN, at(62), 3), running)).contains(TEN);
        MadeRow later = new MadeRow(at(60 * 26), at(60 * 26), 0);
        assertThat(next(at(60 * 26 + 1), new MadeRow(TEN, at(60 * 24), 3), later))
                .contains(TEN);
        assertThat(next(at(60 * 26 + 1), new MadeRow(TEN, at(60 * 25), 3), later))
                .isEmpty();
    }

    @Test
    void whatMayBeGoneInPartIsNotMadeAnew() {
        DueHours short_ = new DueHours(Duration.ofHours(2));
        MadeRow running = new MadeRow(at(180), at(180), 0);
        assertThat(short_.next(List.of(new MadeRow(TEN, at(30), 0), running), NOT_ASKED, DueHours.OFTEN, at(181)))
                .isEmpty();
        assertThat(due.next(List.of(new MadeRow(TEN, at(30), 0), running), NOT_ASKED, DueHours.OFTEN, at(181)))
                .contains(TEN);
    }

    @Test
    void ofAClockThatWasSetBackTheHourThatRunsIsMadeAgain() {
        assertThat(next(at(10), new MadeRow(TEN, at(185), 0), new MadeRow(at(180), at(185), 0)))
                .contains(TEN);
    }
}
