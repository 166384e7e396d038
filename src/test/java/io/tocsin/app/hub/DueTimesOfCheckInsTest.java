package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.checkin.CheckIn;
import io.tocsin.model.checkin.Terms;
import io.tocsin.pipeline.checkin.CheckInReports;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.DueWork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Check-ins where the clock is set: they are waited for as long as without. */
@Tag("store")
class DueTimesOfCheckInsTest {

    private static final Duration FIVE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private TestCorridor test;
    private DueWork work;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        Map<String, CheckIn> entries = Map.of(
                "backup",
                new CheckIn(
                        "backup",
                        "",
                        new Terms(FIVE, Duration.ZERO),
                        Severity.HIGH,
                        Optional.empty(),
                        Map.of(),
                        Map.of()));
        CheckInReports reports = new CheckInReports(test.corridor, () -> entries, () -> true);
        reports.follow();
        reports.report("backup").toCompletableFuture().join();
        work = reports.work(() -> Optional.of(test.clock.instant()), false);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long said() {
        return Long.parseLong(test.column("SELECT count(*) FROM event").get(0));
    }

    private void lives(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(20)) {
            test.clock.advance(Duration.ofSeconds(20));
            work.step().getAsBoolean();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H", "P400D", "-P400D"})
    void aClockThatIsSetMakesNothingLateSoonerOrLater(Duration by) {
        lives(Duration.ofMinutes(2));
        test.clock.advance(by);
        test.commit(DueTimes.MOVE_ENDS_BY, new DueTimes.Missed(by, by));

        work.step().getAsBoolean();
        lives(Duration.ofMinutes(3).minusSeconds(20));
        assertThat(said()).isZero();
        lives(Duration.ofSeconds(20));
        assertThat(said()).isEqualTo(1);
    }

    @Test
    void norOneThatWasSetBackWhileTheHubWasDown() {
        lives(Duration.ofMinutes(2));
        test.commit(DueTimes.REMEMBER, "clock");
        test.clock.advance(Duration.ofHours(-1));
        assertThat(test.commit(DueTimes.CATCH_UP, Duration.ofSeconds(5))).isEqualTo(Duration.ofHours(1));

        lives(Duration.ofMinutes(3).minusSeconds(20));
        assertThat(said()).isZero();
        lives(Duration.ofSeconds(20));
        assertThat(said()).isEqualTo(1);
    }

    @Test
    void nothingIsLateWhileItIsNotKnownWhetherTheClockWasSet() {
        DueWork blind = new CheckInReports(test.corridor, Map::of, () -> true).work(Optional::empty, true);
        test.clock.advance(Duration.ofHours(1));

        assertThat(blind.step().getAsBoolean()).isFalse();

        assertThat(said()).isZero();
    }
}
