package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.ActiveTimes;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Window;
import io.tocsin.model.time.Hours;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Timers where the clock is set, and where daylight saving begins and ends. What lasts for a while lasts as long though the clock is
 * set back; set forward, it has passed by the clock. What is meant for a time of the clock comes at that time. Each once.
 */
@Tag("store")
@Tag("slow")
class TimersOverClockStepsTest {

    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration REOPEN = Duration.ofMinutes(25);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path folder;

    private TestStages hub;

    /** What was heard, with how long the hub had lived then. */
    private final Map<String, List<Duration>> heard = new LinkedHashMap<>();

    private Duration lived = Duration.ZERO;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops", "flaky");
        hub.rule("at-once", "ops");
        hub.rule("retry", "flaky");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void live(Duration time) {
        for (Duration end = lived.plus(time); lived.compareTo(end) < 0; ) {
            lived = lived.plus(LOOK);
            hub.clock.advance(LOOK);
            look();
        }
    }

    private void look() {
        hub.look();
        if (hub.column(TimersTest.WAITS.formatted(hub.clock.instant().toEpochMilli()))
                .isEmpty()) {
            return;
        }
        hub.fanOut();
        hub.deliver("ops");
        hub.deliver("flaky");
        hub.heard().forEach(line -> heard.computeIfAbsent(line, any -> new ArrayList<>())
                .add(lived));
    }

    /** As the hub does when its looks at both clocks find it out. */
    private void step(Duration by) {
        hub.clock.advance(by);
        if (by.isNegative()) {
            hub.test.commit(DueTimes.MOVE_BACK, by.negated());
        }
    }

    private void heardAfter(String line, Duration... times) {
        assertThat(heard.remove(line)).as(line).containsExactly(times);
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    private void begin() {
        hub.policies.put("wait", TestStages.policy("wait", true, "ops").waiting(Wait.plain(minutes(20))));
        hub.policies.put("grid", TestStages.policy("grid", true, "ops").every(minutes(15)));
        hub.policies.put("again", TestStages.policy("again", true, "ops").repeating(minutes(30)));
        hub.fires("wait", Severity.HIGH, "wait");
        hub.fires("grid", Severity.HIGH, "grid");
        hub.fires("again", Severity.HIGH, "again");
        hub.fires("reopen", Severity.HIGH, "at-once");
        look();
        Acts acts = new Acts(hub.test.corridor, hub.notifying(), REOPEN, (tx, unreached, now) -> {});
        acts.act(new ActOrder(
                hub.column("SELECT id FROM incident WHERE title = 'reopen'").get(0),
                new Input.ResolvedBy("mia", PublicStatus.Change.NONE, REOPEN),
                "mia (test)"));
        live(minutes(8));
        hub.fires("grid", Severity.CRITICAL, "grid");
        hub.fires("retry", Severity.HIGH, "retry");
        hub.look();
        hub.fanOut();
        hub.fail(hub.claimOne("flaky"), FailureClass.TRANSIENT);
        heardAfter("ops opened grid", minutes(0));
        heardAfter("ops opened again", minutes(0));
        heardAfter("ops opened reopen", minutes(0));
        heardAfter("ops resolved reopen", minutes(1));
        assertThat(heard).isEmpty();
    }

    private void silence(String alert, Instant until) {
        assertThat(hub.silences
                        .take(new SilenceOrder(
                                "mia",
                                Optional.empty(),
                                new SilenceOrder.Be(Scope.of(named(alert)), hub.clock.instant(), until, "mia", "")))
                        .refused())
                .isEmpty();
    }

    private static EventPattern named(String alert) {
        return EventPattern.compile("{\"fingerprint\": [\"" + alert + "\"]}");
    }

    @ParameterizedTest(name = "by {0}")
    @ValueSource(strings = {"PT1H", "P1D"})
    void aClockThatIsSetBackMakesNothingEarlyOrLateOrTwice(String by) {
        Duration back = Duration.parse(by);
        begin();
        hub.over("again");
        step(back.negated());
        live(minutes(62));
        heardAfter("ops resolved again", minutes(9));
        heardAfter("flaky opened retry", minutes(9));
        heardAfter("ops updated grid", minutes(15));
        heardAfter("ops opened wait", minutes(20));
        heardAfter("ops opened reopen", minutes(25));
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest(name = "by {0}")
    @ValueSource(strings = {"PT1H", "P1D"})
    void aClockThatIsSetForwardSkipsNothingAndTellsWhatHasPassedByItOnce(String by) {
        silence("silenced", hub.clock.instant().plus(minutes(40)));
        hub.fires("silenced", Severity.HIGH, "at-once");
        begin();
        step(Duration.parse(by));
        live(minutes(62));
        heardAfter("flaky opened retry", minutes(9));
        heardAfter("ops updated grid", minutes(9));
        heardAfter("ops opened wait", minutes(9));
        heardAfter("ops opened reopen", minutes(9));
        heardAfter("ops opened silenced", minutes(9));
        heardAfter("ops reminder again", minutes(9), minutes(39), minutes(69));
        assertThat(heard).isEmpty();
    }

    /** Windows and hours that begin and end in the hour that is left out, or shown twice, beside those that do not. */
    @ParameterizedTest(name = "on {0}")
    @ValueSource(strings = {"2026-10-25", "2027-03-28"})
    void windowsAndHoursFollowTheClockOnTheWallWhereItIsPut(String day) {
        boolean autumn = day.startsWith("2026");
        LocalDateTime evening = LocalDateTime.parse(day + "T20:00").minusDays(1);
        hub.clock.advance(Duration.between(hub.clock.instant(), instant(evening)));
        hub.holds = new FileHolds(
                List.of(
                        window("inside", evening.toLocalDate().plusDays(1).atTime(1, 30), minutes(60)),
                        window("around", evening.toLocalDate().atTime(22, 0), Duration.ofHours(8)),
                        window("after", evening.toLocalDate().plusDays(1).atTime(3, 0), minutes(30))),
                List.of());
        hub.followFiles();
        hub.policies.put("from", TestStages.policy("from", true, "ops").active(hours(2, 30, 12, 0)));
        hub.policies.put("day", TestStages.policy("day", true, "ops").active(hours(8, 0, 18, 0)));
        hub.fires("from", Severity.HIGH, "from");
        hub.fires("day", Severity.HIGH, "day");
        live(minutes(125)); // 22:05
        hub.fires("around", Severity.HIGH, "at-once");
        live(minutes(210)); // 01:35
        hub.fires("inside", Severity.HIGH, "at-once");
        live(Duration.between(
                hub.clock.instant(), instant(evening.toLocalDate().plusDays(1).atTime(3, 5))));
        hub.fires("after", Severity.HIGH, "at-once");
        live(Duration.ofHours(20));

        // 02:30 is shown twice in autumn, and in spring 03:00 comes in its place.
        String lastHalfPastTwo = autumn ? day + "T01:30:00Z" : day + "T01:00:00Z";
        String firstHalfPastTwo = autumn ? day + "T00:30:00Z" : day + "T01:00:00Z";
        heardAt("ops opened inside", evening, Instant.parse(lastHalfPastTwo));
        heardAt("ops opened from", evening, Instant.parse(firstHalfPastTwo));
        heardAt("ops opened around", evening, instant(LocalDateTime.parse(day + "T06:00")));
        heardAt("ops opened after", evening, instant(LocalDateTime.parse(day + "T03:30")));
        heardAt("ops opened day", evening, instant(LocalDateTime.parse(day + "T08:00")));
        assertThat(heard).isEmpty();
    }

    @Test
    void aWindowOfEachNightIsTellingItsEndsInEachNightAroundBothChanges() {
        for (String day : List.of("2026-10-23", "2027-03-26")) {
            LocalDateTime evening = LocalDateTime.parse(day + "T20:00");
            hub.clock.advance(Duration.between(hub.clock.instant(), instant(evening)));
            hub.holds = new FileHolds(
                    List.of(new Window(
                            "nightly",
                            "",
                            EventPattern.compile("{\"fingerprint\": [{\"prefix\": \"night\"}]}"),
                            Recurrence.of(
                                    LocalDateTime.parse("2026-01-01T23:00"),
                                    Duration.ofHours(6),
                                    BERLIN,
                                    "FREQ=DAILY",
                                    Set.of()))),
                    List.of());
            hub.followFiles();
            for (int night = 0; night < 4; night++) {
                LocalDateTime here = evening.plusDays(night);
                Instant fires = instant(here.withHour(23).withMinute(30));
                live(Duration.between(hub.clock.instant(), fires));
                String alert = "night-" + day + "-" + night;
                hub.fires(alert, Severity.HIGH, "at-once");
                Duration before = lived;
                live(Duration.ofHours(9));
                Instant ends = instant(here.plusDays(1).withHour(5));
                heardAfter("ops opened " + alert, before.plus(Duration.between(fires, ends)));
            }
        }
        assertThat(heard).isEmpty();
    }

    private void heardAt(String line, LocalDateTime began, Instant at) {
        heardAfter(line, Duration.between(instant(began), at));
    }

    private static Instant instant(LocalDateTime local) {
        return local.atZone(BERLIN).toInstant();
    }

    private static Window window(String alert, LocalDateTime start, Duration length) {
        return new Window(alert, "", named(alert), Recurrence.once(start, length, BERLIN));
    }

    private static ActiveTimes hours(int fromHour, int fromMinute, int toHour, int toMinute) {
        return new ActiveTimes(
                List.of(new Hours(
                        LocalTime.of(fromHour, fromMinute),
                        LocalTime.of(toHour, toMinute),
                        EnumSet.allOf(DayOfWeek.class))),
                BERLIN,
                ActiveTimes.Later.HOLD);
    }
}
