package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A member that goes over and fires again too often: told once, then when it is steady. */
class FlappingTest {

    private static final Flapping.Limit TWICE_IN_TEN_MINUTES = new Flapping.Limit(2, Duration.ofMinutes(10));

    private final Scene scene = new Scene().rule(Scene.atOnce("A", "slack")).rule(Scene.atOnce("B", "mail"));

    /** Each is a round of its own, since a rule that looks at once tells the end at once. */
    private Scene blinking() {
        fires(0, "x", Severity.HIGH).at(10).over("x").sent();
        fires(20, "x", Severity.HIGH).at(30).over("x").sent();
        fires(40, "x", Severity.HIGH).at(50).over("x").sent();
        return fires(60, "x", Severity.HIGH);
    }

    private Scene fires(long second, String alert, Severity severity) {
        Optional<Member> former = scene.standing.roster().member(alert);
        return scene.at(second)
                .enter(new Input.Fired(alert, alert, severity, false, List.of("A"))
                        .watched(Flapping.Watch.of(TWICE_IN_TEN_MINUTES, former)))
                .sent();
    }

    @Test
    void whatFiresAgainTooOftenIsToldOnceMoreAndThenNotUntilItIsSteady() {
        blinking().at(70).over("x").sent();
        fires(80, "x", Severity.HIGH).at(90).over("x").sent();
        fires(100, "x", Severity.HIGH);

        assertThat(scene.heard)
                .containsExactly(
                        "0 slack opened x",
                        "10 slack resolved over: x",
                        "20 slack opened x",
                        "30 slack resolved over: x",
                        "40 slack opened x",
                        "50 slack resolved over: x",
                        "60 slack opened x");
        assertThat(scene.standing.incident().dueAt()).contains(Scene.ZERO.plusSeconds(660));
        scene.at(699);
        assertThat(scene.heard).hasSize(7);
        scene.at(700).sent();
        assertThat(scene.heard).endsWith("700 slack updated x");
        scene.at(710).over("x");
        assertThat(scene.heard).endsWith("710 slack resolved over: x").hasSize(9);
    }

    @Test
    void theEndIsToldOnceItHasBeenOverForThatLong() {
        blinking().at(70).over("x");
        assertThat(scene.heard).hasSize(7);
        assertThat(scene.standing.incident().state()).isEqualTo(Incident.State.OPEN);
        scene.at(669);
        assertThat(scene.heard).hasSize(7);
        scene.at(670);
        assertThat(scene.heard).endsWith("670 slack resolved over: x").hasSize(8);
        assertThat(scene.standing.incident().state()).isEqualTo(Incident.State.OVER);
        assertThat(scene.standing.incident().resolvedAt()).contains(Scene.ZERO.plusSeconds(70));
        assertThat(scene.standing.incident().dueAt()).isEmpty();
    }

    @Test
    void otherAlertsAndAWorseSeverityAreToldAsEver() {
        blinking();
        fires(70, "y", Severity.LOW).at(80).over("x").sent();
        fires(90, "x", Severity.CRITICAL);
        scene.at(95).over("x");
        fires(100, "x", Severity.LOW);

        assertThat(scene.heard.subList(7, scene.heard.size()))
                .containsExactly("70 slack updated x y", "90 slack updated x y");
        assertThat(scene.standing.roster().member("x").orElseThrow().severity()).isEqualTo(Severity.CRITICAL);
        scene.at(700);
        assertThat(scene.heard).endsWith("700 slack updated x y");
        assertThat(scene.standing.roster().member("x").orElseThrow().severity()).isEqualTo(Severity.LOW);
    }

    @Test
    void whatFiresAgainSeldomEnoughDoesNotFlap() {
        for (int i = 0; i < 6; i++) {
            fires(i * 400, "x", Severity.HIGH).at(i * 400 + 10).over("x").sent();
        }

        assertThat(scene.heard).hasSize(12);
    }

    @Test
    void whatIsSaidLateIsSaidOfASteadyOne() {
        blinking();
        scene.now = Scene.ZERO.plusSeconds(1_000); // nobody looked meanwhile
        scene.over("x");

        assertThat(scene.heard).endsWith("1000 slack resolved over: x");
    }

    @Test
    void aPersonEndsTheFlappingWithTheIncident() {
        blinking().at(70).over("x");
        scene.enter(new Input.ResolvedBy("ana", PublicStatus.Change.NONE, Duration.ofHours(4)));

        assertThat(scene.heard).endsWith("70 slack resolved over: x");
        assertThat(scene.standing.incident().lingers()).isFalse();
        assertThat(scene.standing.incident().dueAt()).isEmpty();
        assertThat(scene.at(5_000).heard).hasSize(8);
    }

    @Test
    void theTimelineSaysThatItFlapsAndThatItIsSteady() {
        blinking();
        assertThat(scene.last.entries())
                .filteredOn(entry -> entry.kind() == Entry.Kind.FLAPPING)
                .extracting(Entry::why)
                .containsExactly(
                        "it flaps: over and firing again 3 times in 10 min; what follows is told when nothing has"
                                + " changed for so long");
        scene.at(660);
        assertThat(scene.last.entries())
                .filteredOn(entry -> entry.kind() == Entry.Kind.STEADY)
                .extracting(Entry::why)
                .containsExactly("nothing has changed for 10 min: it fires");
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUpForLongerThanItWouldHaveTaken() {
        blinking();
        scene.now = Scene.ZERO.minusSeconds(86_400);
        scene.enter(new Input.TimeCame()); // nothing is due yet, by this clock
        scene.now = Scene.ZERO.minusSeconds(85_000);
        scene.standing = Rewound.due(scene.standing, Optional.of(scene.now));
        scene.enter(new Input.TimeCame());

        assertThat(scene.standing.incident().dueAt()).contains(scene.now.plusSeconds(600));
        scene.at(-85_000 + 600);
        assertThat(scene.heard).endsWith("-84400 slack updated x");
    }

    @Test
    void anIncidentIsOverSinceItsLastEndThoughOneThatFlappedWasOverBefore() {
        blinking().at(70).over("x");
        fires(100, "y", Severity.HIGH).at(130).over("y");
        scene.at(670);

        assertThat(scene.standing.incident().state()).isEqualTo(Incident.State.OVER);
        assertThat(scene.standing.incident().resolvedAt()).contains(Scene.ZERO.plusSeconds(130));
    }

    @Test
    void theSameWhereAPersonEndsTheFlapping() {
        blinking().at(70).over("x");
        fires(80, "y", Severity.HIGH).at(85).over("y");
        scene.at(90).enter(new Input.ResolvedBy("ana", PublicStatus.Change.NONE, Duration.ofHours(4)));

        assertThat(scene.standing.incident().resolvedAt()).contains(Scene.ZERO.plusSeconds(85));
    }

    @Test
    void noEndLiesAheadOfAClockThatWasSetBack() {
        blinking().at(70).over("x");
        scene.now = Scene.ZERO.minusSeconds(85_000);
        scene.enter(new Input.ResolvedBy("ana", PublicStatus.Change.NONE, Duration.ofHours(4)));

        assertThat(scene.standing.incident().resolvedAt()).contains(scene.now);
        assertThat(scene.standing.roster().member("x").orElseThrow().overAt()).contains(scene.now);
    }

    @Test
    void theTimelineSaysThatAPersonEndedTheFlappingAndTheSeverityIsTheLastSaid() {
        blinking().at(70).over("x");
        fires(80, "x", Severity.LOW);
        scene.enter(new Input.ResolvedBy("ana", PublicStatus.Change.NONE, Duration.ofHours(4)));

        assertThat(scene.last.entries())
                .filteredOn(entry -> entry.kind() == Entry.Kind.STEADY)
                .extracting(Entry::why)
                .containsExactly("the incident is resolved: it fires");
        assertThat(scene.standing.roster().member("x").orElseThrow().severity()).isEqualTo(Severity.LOW);
        assertThat(scene.standing.incident().firing().worst()).contains(Severity.LOW);
    }
}
