package io.tocsin.pipeline.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.checkin.CheckIn;
import io.tocsin.model.checkin.Terms;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Check-ins in a real store: what is late is said once, whoever looks, reports, edits or dies. */
@Tag("store")
@Timeout(60)
class CheckInsInStoreTest {

    private static final Terms FIVE = new Terms(Duration.ofMinutes(5), Duration.ofSeconds(30));
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Map<String, CheckIn> entries = new LinkedHashMap<>();
    private final List<TestCorridor> open = new ArrayList<>();

    @TempDir
    Path folder;

    private TestCorridor test;
    private CheckInReports hub;

    @BeforeEach
    void open() {
        entry("backup", FIVE);
        test = corridor("a");
        hub = reports(test);
        hub.follow();
    }

    @AfterEach
    void close() {
        open.forEach(TestCorridor::close);
    }

    private TestCorridor corridor(String name) {
        TestCorridor made = new TestCorridor(folder, name);
        open.add(made);
        return made;
    }

    private CheckInReports reports(TestCorridor where) {
        return new CheckInReports(where.corridor, () -> entries, () -> true);
    }

    private void entry(String name, Terms terms) {
        entries.put(
                name,
                new CheckIn(
                        name,
                        "The backup of db-1",
                        terms,
                        Severity.CRITICAL,
                        Optional.empty(),
                        Map.of("service", "db"),
                        Map.of("runbook", "https://wiki.example.com/backup")));
    }

    private Instant now() {
        return test.clock.instant();
    }

    /** Time passes in which the hub looks as it does. */
    private void pass(Duration time) {
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(LOOK) < 0 ? left : LOOK;
            test.clock.advance(step);
            hub.look(now(), false);
            left = left.minus(step);
        }
    }

    private void report() {
        assertThat(hub.report("backup").toCompletableFuture().join()).isEmpty();
    }

    private List<JsonNode> events() {
        return test.column("SELECT body FROM event WHERE source = 'check-in' ORDER BY id").stream()
                .map(body -> JsonText.read(new ObjectMapper(), body))
                .toList();
    }

    private List<String> said() {
        return events().stream()
                .map(event -> event.path("status").asText() + " "
                        + event.path("fingerprint").asText())
                .toList();
    }

    @Test
    void whoDoesNotReportIsAnAlertOnceAndItIsOverWhenTheyDo() {
        Instant begin = now();
        pass(Duration.ofMinutes(3));
        report();
        pass(FIVE.length().minusSeconds(1));
        assertThat(said()).isEmpty();

        pass(Duration.ofSeconds(1));
        pass(Duration.ofMinutes(10));
        assertThat(events()).singleElement().satisfies(late -> {
            assertThat(late.path("status").asText()).isEqualTo("firing");
            assertThat(late.path("severity").asText()).isEqualTo("critical");
            assertThat(late.path("title").asText()).isEqualTo("backup has not checked in");
            assertThat(late.path("startsAt").asText())
                    .isEqualTo(begin.plus(Duration.ofMinutes(3))
                            .plus(FIVE.length())
                            .toString());
            assertThat(late.path("description").asText())
                    .isEqualTo("The backup of db-1\nExpected every 5m with a grace of 30s; the last report came at "
                            + begin.plus(Duration.ofMinutes(3)) + ".");
            assertThat(late.path("labels").toString()).isEqualTo("{\"name\":\"backup\",\"service\":\"db\"}");
        });

        report();
        report();
        assertThat(said()).containsExactly("firing backup", "resolved backup");
        assertThat(events().get(1).at("/annotations/resolution").asText()).isEqualTo("It reported at " + now() + ".");
        pass(FIVE.length());
        assertThat(said()).containsExactly("firing backup", "resolved backup", "firing backup");
    }

    @Test
    void aNewOneThatNeverReportsIsLateAfterItsTimeAndSaysSo() {
        pass(FIVE.length());

        assertThat(events().get(0).path("description").asText()).endsWith("; no report has come yet.");
    }

    @Test
    void manyReportsCostNoCommitEachAndTheNewestCounts() {
        report();
        Instant written = now();
        for (int i = 0; i < 29; i++) {
            test.clock.advance(Duration.ofSeconds(1));
            for (int j = 0; j < 100; j++) {
                assertThat(hub.report("backup").toCompletableFuture()).isDone();
            }
        }
        assertThat(reportedAt()).isEqualTo(written);
        assertThat(hub.list().get(0).standing().reportedAt()).contains(now());

        Instant last = now();
        hub.look(now(), false);
        assertThat(reportedAt()).isEqualTo(last);
        pass(FIVE.length().minusSeconds(1));
        assertThat(said()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(said()).hasSize(1);
    }

    private Instant reportedAt() {
        return Instant.ofEpochMilli(
                Long.parseLong(test.column("SELECT reported_at FROM check_in").get(0)));
    }

    @Test
    void aReportThatWasAnsweredIsNotForgottenOverAKill() {
        report();
        test.clock.advance(Duration.ofSeconds(9));
        report(); // from memory
        test.clock.advance(Duration.ofSeconds(1));
        hub = reports(test); // the other one is gone with what it had in memory
        hub.follow();
        hub.look(now(), true);

        pass(FIVE.length().minusSeconds(2));
        assertThat(said()).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(said()).hasSize(1);
    }

    @Test
    void whatIsInMemoryIsWrittenBeforeAStop() {
        report();
        test.clock.advance(Duration.ofSeconds(9));
        report();
        hub.close();

        assertThat(reportedAt()).isEqualTo(now());
    }

    @Test
    void nothingIsLateForATimeInWhichNoHubWasThereAndThenItIs() {
        entry("daily", new Terms(Duration.ofDays(1), Duration.ofHours(1)));
        hub.follow();
        report();
        pass(Duration.ofMinutes(1));
        test.clock.advance(Duration.ofHours(3));
        hub = reports(test);
        hub.follow();

        hub.look(now(), true);
        pass(FIVE.length().minusSeconds(1));
        assertThat(said()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(said()).containsExactly("firing backup");
        assertThat(hub.list().get(1).standing().dueAt()) // it was not waited for in that time
                .isEqualTo(TestCorridor.START.plus(Duration.ofHours(25)));
    }

    @Test
    void norForATimeInWhichTheStoreWasAwayFromAll() {
        report();
        pass(Duration.ofMinutes(1));
        test.clock.advance(Duration.ofMinutes(10)); // looks that fail

        hub.look(now(), false);

        assertThat(said()).isEmpty();
    }

    @Test
    void anEntryThatIsRemovedEndsItsAlertAndLeavesNothing() {
        pass(FIVE.length());
        entries.clear();
        hub.follow();

        assertThat(said()).containsExactly("firing backup", "resolved backup");
        assertThat(events().get(1).at("/annotations/resolution").asText()).contains("no longer among the check-ins");
        assertThat(test.column("SELECT name FROM check_in")).isEmpty();
        assertThat(test.column("SELECT name FROM probe WHERE name = 'check-ins'"))
                .isEmpty();
        assertThat(hub.report("backup").toCompletableFuture().join())
                .hasValueSatisfying(why -> assertThat(why).contains("No check-in is called `backup`", "check-ins:"));
    }

    @Test
    void anEditCountsAtOnceAndNothingIsSaidTwice() {
        pass(FIVE.length());
        entry("backup", new Terms(Duration.ofHours(1), Duration.ZERO));
        hub.follow();
        hub.follow();
        assertThat(said()).containsExactly("firing backup", "resolved backup");

        pass(Duration.ofMinutes(54));
        assertThat(said()).hasSize(2);
        pass(Duration.ofSeconds(30));
        assertThat(said()).hasSize(3);
        assertThat(events().get(2).path("description").asText()).contains("Expected every 1h;");
    }

    @Test
    void aReportOfAnEntryThatIsNotFollowedYetBeginsIt() {
        entry("later", FIVE);

        assertThat(hub.report("later").toCompletableFuture().join()).isEmpty();

        assertThat(test.column("SELECT name FROM check_in ORDER BY name")).containsExactly("backup", "later");
    }

    @Test
    void aNameNearOneThatThereIsIsNamed() {
        assertThat(hub.report("bakcup").toCompletableFuture().join())
                .contains("No check-in is called `bakcup`; did you mean `backup`?");
    }

    @Test
    void aHubThatIsBehindTakesReportsOfWhatOthersHaveAndMakesNothing() {
        CheckInReports behind = new CheckInReports(test.corridor, Map::of, () -> false);

        assertThat(behind.report("backup").toCompletableFuture().join()).isEmpty();
        assertThat(behind.report("other").toCompletableFuture().join()).isPresent();
        assertThat(behind.report("\0").toCompletableFuture().join()).isPresent();

        behind.follow();
        assertThat(test.column("SELECT name FROM check_in")).containsExactly("backup");
        assertThat(reportedAt()).isEqualTo(now());
    }

    @Test
    void twoHubsThatLookAtTheSameTimeSayItOnce() throws Exception {
        for (int i = 0; i < 60; i++) {
            entry("job-" + i, FIVE);
        }
        hub.follow();
        TestCorridor other = corridor("b");
        CheckInReports second = reports(other);
        second.follow();
        for (int round = 0; round < 5; round++) {
            for (Duration left = FIVE.length(); left.compareTo(Duration.ZERO) > 0; left = left.minusSeconds(20)) {
                test.clock.advance(Duration.ofSeconds(20));
                other.clock.advance(Duration.ofSeconds(20));
                atOnce(() -> hub.look(now(), false), () -> second.look(now(), false));
            }
            assertThat(events()).hasSize(61 * (2 * round + 1));
            int turn = round;
            atOnce(
                    () -> entries.keySet().forEach(name -> (turn % 2 == 0 ? hub : second).report(name)),
                    () -> entries.keySet().forEach(name -> second.report(name)));
            test.store.probe().join();
            other.store.probe().join();
            assertThat(events()).hasSize(61 * (2 * round + 2));
        }
        assertThat(test.column("SELECT fingerprint FROM (SELECT count(*) AS n, body AS fingerprint FROM event"
                        + " GROUP BY body) AS bodies WHERE n > 1"))
                .isEmpty();
    }

    @Test
    void aReportThatRacesTheLookEndsWhatItSaidOrKeepsItFromBeingSaid() throws Exception {
        TestCorridor other = corridor("b");
        CheckInReports second = reports(other);
        second.follow();
        Terms often = new Terms(Duration.ofSeconds(20), Duration.ofSeconds(5));
        entry("backup", often);
        hub.follow();
        report();
        int late = 0;
        for (int round = 0; round < 100; round++) {
            test.clock.advance(often.length());
            other.clock.advance(often.length());
            atOnce(
                    () -> hub.look(now(), false),
                    () -> second.report("backup").toCompletableFuture().join());
            long firing = said().stream().filter("firing backup"::equals).count();
            assertThat(said()).hasSize((int) (2 * firing));
            assertThat(hub.list().get(0).standing().isLate()).isFalse();
            late = (int) firing;
        }
        assertThat(late).isPositive();
        for (int i = 0; i < late; i++) {
            assertThat(said().subList(2 * i, 2 * i + 2)).containsExactly("firing backup", "resolved backup");
        }
    }

    private static void atOnce(Runnable one, Runnable other) throws Exception {
        CyclicBarrier begin = new CyclicBarrier(2);
        CompletableFuture<Void> beside = CompletableFuture.runAsync(() -> {
            await(begin);
            other.run();
        });
        await(begin);
        one.run();
        beside.get(20, TimeUnit.SECONDS);
    }

    private static void await(CyclicBarrier begin) {
        try {
            begin.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
