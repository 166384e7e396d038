package io.tocsin.model.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.AlertKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Heartbeats heartbeats = new Heartbeats();

    @Test
    void whatWasNeverToldIsNew() {
        assertThat(heartbeats.repeats(key("f"), firing("x", 240), NOW)).isFalse();
    }

    @Test
    void theSameLabelsOfAnotherSourceAreAnotherAlert() {
        AlertKey other = new AlertKey("am-us", "f");
        heartbeats.told(key("f"), firing("x", 240), NOW);

        assertThat(heartbeats.repeats(other, firing("x", 240), LATER)).isFalse();

        heartbeats.told(other, firing("x", 300), NOW);
        heartbeats.stands(other, Optional.empty());
        assertThat(heartbeats.until(other)).isEmpty();
        assertThat(heartbeats.until(key("f"))).contains(NOW.plusSeconds(240));
    }

    @Test
    void theSameAgainIsARepetitionAndHoldsForLonger() {
        heartbeats.told(key("f"), firing("x", 240), NOW);

        assertThat(heartbeats.repeats(key("f"), firing("x", 300), LATER)).isTrue();
        assertThat(heartbeats.until(key("f"))).contains(NOW.plusSeconds(300));
    }

    @Test
    void aRepetitionOrNewWordsMayBringTheEndNearer() {
        heartbeats.told(key("f"), firing("x", 3600), NOW);
        assertThat(heartbeats.repeats(key("f"), firing("x", 1200), LATER)).isTrue();
        assertThat(heartbeats.until(key("f"))).contains(NOW.plusSeconds(1200));

        heartbeats.told(key("f"), firing("y", 120), LATER);
        assertThat(heartbeats.until(key("f"))).contains(NOW.plusSeconds(120));
    }

    @Test
    void whatIsOverIsNewAndSoIsItsReturn() {
        heartbeats.told(key("f"), firing("x", 240), NOW);

        Heartbeat over = new Heartbeat("x ended", false, Optional.empty(), NOW.plusSeconds(1200));
        assertThat(heartbeats.repeats(key("f"), over, LATER)).isFalse();
        heartbeats.told(key("f"), over, LATER);
        heartbeats.stands(key("f"), Optional.empty());
        assertThat(heartbeats.repeats(key("f"), over, LATER)).isTrue();
        assertThat(heartbeats.repeats(key("f"), firing("x", 300), LATER)).isFalse();
    }

    @Test
    void changedWordsAreStoredAfterFiveMinutesAtTheEarliest() {
        heartbeats.told(key("f"), firing("at 91 %", 600), NOW);

        assertThat(heartbeats.repeats(key("f"), firing("at 92 %", 600), NOW.plusSeconds(299)))
                .isTrue();
        assertThat(heartbeats.repeats(key("f"), firing("at 93 %", 600), NOW.plusSeconds(300)))
                .isFalse();
    }

    @Test
    void anEarlierBeginIsStoredAtOnceAndALaterOneWaits() {
        heartbeats.told(key("f"), since(20), NOW);

        assertThat(heartbeats.repeats(key("f"), since(25), NOW)).isTrue();
        assertThat(heartbeats.repeats(key("f"), since(15), NOW)).isFalse();
        heartbeats.told(key("f"), since(15), NOW);
        assertThat(heartbeats.repeats(key("f"), since(20), NOW)).isTrue();
        assertThat(heartbeats.repeats(key("f"), since(15), NOW)).isTrue();

        heartbeats.told(
                key("f"), since(20), NOW.plusSeconds(300)); // its words were stored anew, which was the pair's other
        assertThat(heartbeats.repeats(key("f"), since(15), NOW.plusSeconds(301)))
                .as("what began at 15 still did")
                .isTrue();
    }

    private static Heartbeat since(int begin) {
        return new Heartbeat("since " + begin, true, Optional.of(NOW.plusSeconds(begin)), NOW.plusSeconds(900));
    }

    @Test
    void whatWasNotToldInTimeIsNewAndForgottenSoon() {
        heartbeats.told(key("f"), firing("x", 60), NOW);

        assertThat(heartbeats.repeats(key("f"), firing("x", 120), LATER)).isFalse();
        heartbeats.tidy(LATER.minusMillis(1));
        assertThat(heartbeats.size()).isOne();
        heartbeats.tidy(LATER);
        assertThat(heartbeats.size()).isZero();
    }

    /** It was ended by other means, or its word came late: the store knows better. */
    @Test
    void whatTheStoreHoldsOtherwiseIsNewWhenItIsToldAgain() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        heartbeats.stands(key("f"), Optional.empty());
        assertThat(heartbeats.repeats(key("f"), firing("x", 300), LATER)).isFalse();

        heartbeats.told(key("f"), new Heartbeat("x ended", false, Optional.empty(), NOW.plusSeconds(1200)), NOW);
        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(240)));
        assertThat(heartbeats.repeats(
                        key("f"), new Heartbeat("x ended", false, Optional.empty(), NOW.plusSeconds(1200)), LATER))
                .isFalse();
    }

    @Test
    void anAlertIsRenewedOnceLessThanHalfOfItsTimeIsLeft() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(240)));

        assertThat(renewalAt(60)).isEmpty();
        assertThat(renewalAt(120)).isEmpty();
        assertThat(renewalAt(180)).contains(new Renewal(NOW.plusSeconds(420), false));
        assertThat(renewalAt(190)).as("it is being written").isEmpty();
        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(420)));
        assertThat(renewalAt(240)).isEmpty();
        assertThat(renewalAt(310)).contains(new Renewal(NOW.plusSeconds(550), false));
    }

    @Test
    void anEndThatIsBroughtNearerIsWrittenAtOnce() {
        heartbeats.told(key("f"), firing("x", 3600), NOW);
        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(3600)));

        assertThat(heartbeats.repeats(key("f"), firing("x", 1200), LATER)).isTrue();
        assertThat(heartbeats.renewal(key("f"), LATER)).contains(new Renewal(NOW.plusSeconds(1200), true));
    }

    @Test
    void whatCouldNotBeWrittenIsGivenAgainWithTheNextWord() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(240)));
        Renewal renewal = renewalAt(180).orElseThrow();

        heartbeats.unwritten(key("f"), renewal);
        assertThat(renewalAt(190)).contains(new Renewal(NOW.plusSeconds(430), false));
    }

    /** Its next word may come to another hub, and the hub that ends it may be another: this one's memory is no help there. */
    @Test
    void whatWouldEndSoonThoughItWasToldForLongerIsGivenWithoutAnyWord() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(240)));
        assertThat(renewalAt(110)).isEmpty();

        assertThat(heartbeats.renewals(NOW.plusSeconds(240))).isEmpty();
        assertThat(heartbeats.renewals(NOW.plusSeconds(241)))
                .isEqualTo(Map.of(key("f"), new Renewal(NOW.plusSeconds(350), false)));
        assertThat(heartbeats.renewals(NOW.plusSeconds(241)))
                .as("it is being written")
                .isEmpty();
    }

    @Test
    void whatAnotherHubDecidedIsFoundAndWhatIsOverThereIsNews() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        assertThat(heartbeats.doubts(NOW)).containsExactly(key("f"));
        assertThat(heartbeats.doubts(NOW.minusSeconds(1)))
                .as("hardly decided yet")
                .isEmpty();

        heartbeats.found(key("f"), Optional.empty(), NOW);
        assertThat(heartbeats.size()).as("it may not be decided yet").isOne();
        heartbeats.found(key("f"), Optional.of(NOW.plusSeconds(240)), NOW);
        assertThat(heartbeats.doubts(NOW)).as("nothing was told since").isEmpty();
        assertThat(renewalAt(180)).contains(new Renewal(NOW.plusSeconds(420), false));

        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(420)));
        assertThat(renewalAt(190)).isEmpty();
        heartbeats.found(key("f"), Optional.empty(), NOW);
        assertThat(heartbeats.repeats(key("f"), firing("x", 500), NOW.plusSeconds(200)))
                .as("it was over, whoever ended it")
                .isFalse();
    }

    @Test
    void whatIsNotDecidedForTooLongIsNewsOnceMore() {
        heartbeats.told(key("f"), firing("x", 240), NOW);

        heartbeats.found(key("f"), Optional.empty(), NOW.plusSeconds(1));
        assertThat(heartbeats.size()).isZero();
    }

    @Test
    void whatIsNotDecidedYetIsNotRenewed() {
        heartbeats.told(key("f"), firing("x", 240), NOW);

        assertThat(renewalAt(230)).isEmpty();
    }

    @Test
    void aTimeThatTheHubDidNotLiveThroughEndsNothing() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        heartbeats.stands(key("f"), Optional.of(NOW.plusSeconds(240)));
        heartbeats.move(Duration.ofHours(1));

        heartbeats.tidy(NOW.plusSeconds(3600));
        assertThat(heartbeats.until(key("f"))).contains(NOW.plusSeconds(3840));
    }

    @Test
    void beyondTheLimitARepetitionIsNews() {
        Heartbeats few = new Heartbeats(1);
        few.told(key("f"), firing("x", 240), NOW);
        few.told(key("g"), firing("x", 240), NOW);

        assertThat(few.repeats(key("f"), firing("x", 240), LATER)).isTrue();
        assertThat(few.repeats(key("g"), firing("x", 240), LATER)).isFalse();
        assertThat(few.size()).isOne();
    }

    /** Told again for four minutes, so many seconds later. */
    private Optional<Renewal> renewalAt(long seconds) {
        Instant now = NOW.plusSeconds(seconds);
        assertThat(heartbeats.repeats(key("f"), firing("x", seconds + 240), now))
                .isTrue();
        return heartbeats.renewal(key("f"), now);
    }

    private static Heartbeat firing(String content, long seconds) {
        return new Heartbeat(content, true, Optional.empty(), NOW.plusSeconds(seconds));
    }

    private static AlertKey key(String fingerprint) {
        return new AlertKey("am-eu", fingerprint);
    }
}
