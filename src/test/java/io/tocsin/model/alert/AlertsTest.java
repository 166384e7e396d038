package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final Instant TEN = Instant.parse("2026-11-29T10:00:00Z");

    private Optional<AlertState> state = Optional.empty();
    private Optional<Alert> known = Optional.empty();
    private Instant now = at(60);

    /** F07: Alertmanager's late end of an earlier episode. */
    @Test
    void theLateEndOfAnEarlierEpisodeEndsNothing() {
        assertThat(hear(firing(20))).isEmpty();
        assertThat(hear(over(0, 10))).contains(Late.EARLIER_END);
        assertThat(state.orElseThrow().status()).isEqualTo(AlertStatus.FIRING);
        assertThat(hear(over(20, 30))).isEmpty();
    }

    /** F13: Sentry's end came first. */
    @Test
    void whatBeganBeforeTheEndThatWasToldComesTooLateInWhicheverOrderTheyCome() {
        assertThat(hear(over(0, 1))).isEmpty();
        assertThat(hear(firing(0))).contains(Late.EARLIER_BEGIN);
        assertThat(state.orElseThrow().status()).isEqualTo(AlertStatus.RESOLVED);

        assertThat(hear(firing(1))).as("equal times are never late").isEmpty();
        assertThat(hear(over(1, 1))).isEmpty();
    }

    @Test
    void anotherBeginAloneIsNeverLate() {
        hear(firing(20));

        assertThat(hear(firing(10))).isEmpty();
        assertThat(hear(firing(30))).isEmpty();
        assertThat(hear(over(30, 15))).as("the episode began at 10").isEmpty();
    }

    @Test
    void ofAnEpisodeTheEarliestBeginCountsAndTheNextOneBeginsAnew() {
        assertThat(startsAt(firing(20))).isEqualTo(at(20));
        assertThat(startsAt(firing(10))).isEqualTo(at(10));
        assertThat(startsAt(firing(30))).isEqualTo(at(10));
        assertThat(startsAt(over(30, 40))).isEqualTo(at(10));
        assertThat(startsAt(firing(50))).isEqualTo(at(50));
    }

    /** A pair sees one trouble five seconds apart, and each tells it until it has ended for itself. */
    @Test
    void twoPrometheusServersFiveSecondsApartAreOneEpisode() {
        Instant a = TEN;
        Instant b = TEN.plusSeconds(5);
        assertThat(hear(prometheus(a, Optional.empty()))).isEmpty();
        assertThat(hear(prometheus(b, Optional.empty()))).isEmpty();
        assertThat(hear(prometheus(a, Optional.of(at(5))))).isEmpty();
        assertThat(hear(prometheus(b, Optional.empty())))
                .as("told again before b saw its end")
                .contains(Late.EARLIER_BEGIN);
        assertThat(hear(prometheus(b, Optional.of(at(5).plusSeconds(5))))).isEmpty();

        assertThat(hear(prometheus(at(10), Optional.empty()))).isEmpty();
        assertThat(hear(prometheus(b, Optional.of(at(5).plusSeconds(5)))))
                .as("the end of the episode before")
                .contains(Late.EARLIER_END);
    }

    @Test
    void whoGoesOnTellingForLongerThanSilenceMayLastIsBelieved() {
        hear(prometheus(TEN, Optional.empty()));
        hear(prometheus(TEN.plusSeconds(5), Optional.empty()));
        hear(prometheus(TEN, Optional.of(at(5))));

        now = now.plusSeconds(239);
        assertThat(hear(prometheus(TEN.plusSeconds(5), Optional.empty()))).contains(Late.EARLIER_BEGIN);
        now = now.plusSeconds(1);
        assertThat(hear(prometheus(TEN.plusSeconds(5), Optional.empty()))).isEmpty();
        assertThat(state.orElseThrow().status()).isEqualTo(AlertStatus.FIRING);
    }

    /** Alertmanager ends what its Prometheus no longer tells, and tells it with its old begin when that is back. */
    @Test
    void anAlertmanagerThatFindsItsPrometheusAgainIsBelievedAndAnEchoIsNot() {
        hear(firing(0));
        now = at(10);
        assertThat(hear(over(0, 10))).isEmpty();
        now = at(10).plusSeconds(119);
        assertThat(hear(firing(0))).as("a member of its cluster that was slow").contains(Late.EARLIER_BEGIN);
        now = at(12);
        assertThat(hear(firing(0))).isEmpty();
        assertThat(state.orElseThrow().status()).isEqualTo(AlertStatus.FIRING);

        now = at(20);
        assertThat(hear(over(0, 20))).isEmpty();
        now = at(40);
        assertThat(Alerts.decide(state.orElseThrow(), known, firing(0), true, now)
                        .late())
                .as("what the hub held up")
                .contains(Late.EARLIER_BEGIN);
    }

    /** GitHub opens a Dependabot alert again with the time at which it was created: its times are no episode's. */
    @Test
    void aReopenedDependabotAlertFiresAgain() {
        assertThat(hear(plain(AlertStatus.FIRING, 0))).isEmpty();
        assertThat(hear(plain(AlertStatus.RESOLVED, 10))).isEmpty();
        assertThat(hear(plain(AlertStatus.FIRING, 0))).isEmpty();
        assertThat(state.orElseThrow().status()).isEqualTo(AlertStatus.FIRING);
    }

    /** Sentry tells of a regression with the time at which the issue was first seen. */
    @Test
    void aSentryRegressionFiresAgain() {
        assertThat(hear(plain(AlertStatus.RESOLVED, 10))).isEmpty();
        assertThat(hear(plain(AlertStatus.FIRING, 0))).isEmpty();
    }

    @Test
    void anEndThatLiesAheadDoesNotMakeAllThatFiresUntilThenLate() {
        now = at(10);
        assertThat(hear(over(0, 500))).isEmpty();
        now = at(20);
        assertThat(hear(firing(19))).isEmpty();
        assertThat(state.orElseThrow().status()).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void aBeginThatLiesAheadDoesNotMakeItsEndLate() {
        now = at(10);
        assertThat(hear(firing(500))).isEmpty();
        now = at(20);
        assertThat(hear(over(0, 19))).isEmpty();
        assertThat(state.orElseThrow().status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @Test
    void aWordThatSaysItComesFromTomorrowDoesNotSilenceAllUntilThen() {
        now = at(10);
        assertThat(hear(toldAt(over(0, 5), 1500))).isEmpty();
        now = at(20);
        assertThat(hear(toldAt(firing(19), 20))).isEmpty();
        assertThat(hear(toldAt(over(19, 20), 1500))).isEmpty();
        now = at(30);
        assertThat(hear(toldAt(firing(29), 30))).isEmpty();
    }

    @Test
    void aClockThatIsALittleAheadStillTellsTheOrder() {
        now = at(10);
        assertThat(hear(firing(12))).isEmpty();
        assertThat(hear(over(0, 11))).contains(Late.EARLIER_END);
    }

    /** Of the members of an Alertmanager cluster, or of two Prometheus servers, each tells its own end of one trouble. */
    @Test
    void ofSeveralEndsOfAnEpisodeTheLatestCountsWhicheverComesLast() {
        hear(firing(10));
        hear(over(30, 45));
        hear(over(29, 48));
        hear(over(29, 41));

        assertThat(known.orElseThrow().endsAt()).contains(at(48));
        assertThat(known.orElseThrow().startsAt()).isEqualTo(at(10));

        hear(over(50, 51));
        assertThat(known.orElseThrow().endsAt()).as("of another one").contains(at(51));
        assertThat(known.orElseThrow().startsAt()).isEqualTo(at(50));
    }

    @Test
    void whatWasSaidLaterCountsWhateverTheEpisodesTimesSay() {
        assertThat(hear(toldAt(firing(20), 20))).isEmpty();
        assertThat(hear(toldAt(over(0, 10), 21))).isEmpty();
        assertThat(hear(toldAt(firing(20), 20))).contains(Late.SAID_BEFORE);
        assertThat(hear(toldAt(firing(5), 21))).as("at the same time").isEmpty();
    }

    @Test
    void anEndThatSaysLittleIsCompletedByWhatWasKnown() {
        Alert fired = alert(AlertStatus.FIRING, at(0), Optional.empty(), Episode.NONE, Optional.empty());
        Alert bare = new Alert(
                "fp",
                AlertStatus.RESOLVED,
                Severity.LOW,
                "Over",
                "",
                "ci",
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                at(9),
                Optional.of(at(9)));
        hear(fired);

        Alert told = Alerts.decide(state.orElseThrow(), known, bare, now).alert();

        assertThat(told.title()).isEqualTo("Over");
        assertThat(told.severity()).isEqualTo(Severity.LOW);
        assertThat(told.description()).isEqualTo(fired.description());
        assertThat(told.labels()).isEqualTo(fired.labels());
        assertThat(told.annotations()).isEqualTo(fired.annotations());
        assertThat(told.links()).isEqualTo(fired.links());
        assertThat(told.value()).isEqualTo(fired.value());
        assertThat(told.startsAt()).isEqualTo(at(0));
        assertThat(told.endsAt()).contains(at(9));
    }

    private Instant startsAt(Alert input) {
        hear(input);
        return known.orElseThrow().startsAt();
    }

    private Optional<Late> hear(Alert input) {
        Alerts.Decision decision = state.map(before -> Alerts.decide(before, known, input, now))
                .orElseGet(() -> Alerts.decide(input, now));
        if (decision.late().isEmpty()) {
            known = Optional.of(decision.alert());
        }
        state = Optional.of(decision.next());
        return decision.late();
    }

    private static Alert firing(int begin) {
        return alert(
                AlertStatus.FIRING,
                at(begin),
                Optional.empty(),
                new Episode(Optional.of(at(begin)), Optional.empty()),
                Optional.empty());
    }

    private static Alert over(int begin, int end) {
        return alert(
                AlertStatus.RESOLVED,
                at(begin),
                Optional.of(at(end)),
                new Episode(Optional.of(at(begin)), Optional.of(at(end))),
                Optional.empty());
    }

    private static Alert plain(AlertStatus status, int time) {
        return alert(status, at(time), Optional.empty(), Episode.NONE, Optional.empty());
    }

    private static Alert prometheus(Instant begin, Optional<Instant> end) {
        return alert(
                end.isPresent() ? AlertStatus.RESOLVED : AlertStatus.FIRING,
                begin,
                end,
                new Episode(Optional.of(begin), end),
                end.isPresent() ? Optional.empty() : Optional.of(Duration.ofSeconds(240)));
    }

    private static Alert toldAt(Alert alert, int minute) {
        return new Alert(
                alert.fingerprint(),
                alert.status(),
                alert.severity(),
                alert.title(),
                alert.description(),
                alert.source(),
                alert.labels(),
                alert.annotations(),
                alert.links(),
                alert.value(),
                alert.threshold(),
                alert.startsAt(),
                alert.endsAt(),
                Optional.of(at(minute)),
                alert.resolveAfter(),
                alert.staleAfter(),
                alert.origin(),
                alert.identity(),
                alert.episode());
    }

    private static Alert alert(
            AlertStatus status,
            Instant start,
            Optional<Instant> end,
            Episode episode,
            Optional<Duration> resolveAfter) {
        return new Alert(
                "fp",
                status,
                Severity.HIGH,
                "Disk full",
                "98 %",
                "ci",
                Map.of("host", "db1"),
                Map.of("impact", "no orders"),
                List.of(new Link("More", "https://a.example")),
                Optional.of("98"),
                Optional.of("95"),
                start,
                end,
                Optional.empty(),
                resolveAfter,
                Optional.empty(),
                "ci",
                "ci",
                episode);
    }

    private static Instant at(int minute) {
        return TEN.plusSeconds(minute * 60L);
    }
}
