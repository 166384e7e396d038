package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When what goes on is told again: after so long without a message, which counts from the arrival of the last one. */
class RepeatsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Scene told(Duration interval, Duration repeat) {
        Scene scene =
                new Scene().rule(Scene.atOnce("A", "slack").every(interval).repeating(repeat));
        return scene.fires("x", Severity.HIGH, "A");
    }

    @Test
    void whatWaitedCountsFromItsArrival() {
        Scene scene = told(MINUTE, MINUTE.multipliedBy(3)).at(100).arrives();

        assertThat(scene.at(299).heard).containsExactly("0 slack opened x");
        assertThat(scene.at(300).heard).containsExactly("0 slack opened x", "300 slack reminder x");
    }

    @Test
    void whatArrivesBeforeHalfWayToTheNextLookCountsFromItsOwn() {
        Scene scene = told(MINUTE, MINUTE.multipliedBy(3)).at(29).arrives();

        assertThat(scene.at(180).heard).containsExactly("0 slack opened x", "180 slack reminder x");
    }

    @Test
    void withoutAGridItIsATimeOfItsOwn() {
        Scene scene = told(Duration.ZERO, MINUTE.multipliedBy(3)).at(100).arrives();

        assertThat(scene.at(279).heard).hasSize(1);
        assertThat(scene.at(280).heard).containsExactly("0 slack opened x", "280 slack reminder x");
    }

    @Test
    void withoutAGridASecondOfAProviderIsNoWait() {
        Scene scene = told(Duration.ZERO, MINUTE.multipliedBy(3)).at(1).arrives();

        assertThat(scene.at(180).heard).containsExactly("0 slack opened x", "180 slack reminder x");
    }

    @Test
    void aReminderThatWaitedCountsFromItsArrivalToo() {
        Scene scene = told(MINUTE, MINUTE.multipliedBy(3)).arrives().at(270).arrives();
        assertThat(scene.heard).containsExactly("0 slack opened x", "180 slack reminder x");

        assertThat(scene.at(479).heard).hasSize(2);
        assertThat(scene.at(480).heard).hasSize(3).endsWith("480 slack reminder x");
    }

    @Test
    void eachAddressCountsFromItsOwn() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack", "mail").every(MINUTE).repeating(MINUTE.multipliedBy(3)));
        scene.fires("x", Severity.HIGH, "A").arrives("slack").at(100).arrives("mail");

        scene.at(300);

        assertThat(scene.heardBy("slack")).containsExactly("0 slack opened x", "180 slack reminder x");
        assertThat(scene.heardBy("mail")).containsExactly("0 mail opened x", "300 mail reminder x");
    }

    @Test
    void theClockIsSetBackAndWhatIsRepeatedIsAsOftenAsBefore() {
        Scene scene = told(MINUTE, MINUTE.multipliedBy(3)).arrives().at(60);

        scene.setBack(Duration.ofDays(1), true).at(-86_400 + 180).arrives().at(-86_400 + 360);

        assertThat(scene.heard)
                .containsExactly("0 slack opened x", "-86220 slack reminder x", "-86040 slack reminder x");
    }

    @Test
    void aClockThatWasSetBackUnseenPutsARepeatOffOnce() {
        Scene scene = told(MINUTE, MINUTE.multipliedBy(3)).arrives().at(60);

        scene.setBack(Duration.ofDays(1), false);
        scene.now = Scene.ZERO.minusSeconds(80_000);
        scene.enter(new Input.HoldChanged("something ended")); // whatever: the next decision finds times that are ahead
        scene.at(-79_000).arrives().at(-78_700);

        assertThat(scene.heard.subList(0, 2)).containsExactly("0 slack opened x", "-79800 slack reminder x");
        assertThat(scene.heard.size()).isGreaterThan(2);
    }

    @Test
    void anotherOfItsKindIsToldAgainAfterTheDedupOnceTheClockWasSetBack() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack")); // its dedup is five minutes
        scene.firesOnce("x", Severity.HIGH, "A").arrives().at(60).setBack(Duration.ofDays(1), true);

        scene.firesOnce("x", Severity.HIGH, "A").at(-86_400 + 359).firesOnce("x", Severity.HIGH, "A");
        assertThat(scene.heard).hasSize(1);
        scene.at(-86_400 + 360).firesOnce("x", Severity.HIGH, "A");

        assertThat(scene.heard).containsExactly("0 slack opened x", "-86040 slack updated x");
    }

    @Test
    void whatIsAcknowledgedIsNotRepeatedHoweverLateItArrived() {
        Scene scene = told(MINUTE, MINUTE.multipliedBy(3)).at(100).arrives();

        scene.enter(new Input.Acknowledged("ana")).arrives().at(5_000);

        assertThat(scene.heard).containsExactly("0 slack opened x", "100 slack acknowledged x");
        assertThat(scene.standing.incident().dueAt()).isEqualTo(Optional.empty());
    }
}
