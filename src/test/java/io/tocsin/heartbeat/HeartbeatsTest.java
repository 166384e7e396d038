package io.tocsin.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Heartbeats heartbeats = new Heartbeats();

    @Test
    void whatWasNeverToldIsNew() {
        assertThat(heartbeats.repeats("f", firing("x", 240), NOW)).isFalse();
    }

    @Test
    void theSameAgainIsARepetitionAndHoldsForLonger() {
        heartbeats.told("f", firing("x", 240), NOW);

        assertThat(heartbeats.repeats("f", firing("x", 300), LATER)).isTrue();
        assertThat(heartbeats.overdue(NOW.plusSeconds(240))).isEmpty();
        assertThat(heartbeats.overdue(NOW.plusSeconds(300))).containsEntry("f", NOW.plusSeconds(300));
    }

    @Test
    void aRepetitionMayBringTheEndNearer() {
        heartbeats.told("f", firing("x", 3600), NOW);

        assertThat(heartbeats.repeats("f", firing("x", 120), LATER)).isTrue();
        assertThat(heartbeats.overdue(NOW.plusSeconds(120))).containsEntry("f", NOW.plusSeconds(120));
    }

    @Test
    void whatIsToldAnewMayBringTheEndNearer() {
        heartbeats.told("f", firing("x", 3600), NOW);
        heartbeats.told("f", firing("y", 120), LATER);

        assertThat(heartbeats.overdue(NOW.plusSeconds(120))).containsKey("f");
    }

    @Test
    void whatIsToldOfAnExpectedAlertCounts() {
        heartbeats.expect("f", NOW.plusSeconds(3600));
        heartbeats.told("f", firing("x", 120), LATER);

        assertThat(heartbeats.overdue(NOW.plusSeconds(120))).containsKey("f");
    }

    @Test
    void expectingAnAlertDoesNotShortenWhatWasTold() {
        heartbeats.told("f", firing("x", 240), NOW);
        heartbeats.expect("f", NOW.plusSeconds(30));

        assertThat(heartbeats.overdue(NOW.plusSeconds(239))).isEmpty();
        assertThat(heartbeats.overdue(NOW.plusSeconds(240))).containsKey("f");
    }

    @Test
    void whatIsOverIsNewAndSoIsItsReturn() {
        heartbeats.told("f", firing("x", 240), NOW);

        Heartbeat over = new Heartbeat("x ended", false, NOW.plusSeconds(1200));
        assertThat(heartbeats.repeats("f", over, LATER)).isFalse();
        heartbeats.told("f", over, LATER);
        assertThat(heartbeats.repeats("f", over, LATER)).isTrue();
        assertThat(heartbeats.repeats("f", firing("x", 300), LATER)).isFalse();
    }

    @Test
    void changedWordsAreStoredAfterFiveMinutesAtTheEarliest() {
        heartbeats.told("f", firing("at 91 %", 600), NOW);

        assertThat(heartbeats.repeats("f", firing("at 92 %", 600), NOW.plusSeconds(299)))
                .isTrue();
        assertThat(heartbeats.repeats("f", firing("at 93 %", 600), NOW.plusSeconds(300)))
                .isFalse();
    }

    @Test
    void whatIsOverdueIsToldOnceAndIsNewAfterwards() {
        heartbeats.told("f", firing("x", 60), NOW);

        assertThat(heartbeats.repeats("f", firing("x", 120), LATER)).isFalse();
        assertThat(heartbeats.overdue(LATER)).containsOnlyKeys("f");
        assertThat(heartbeats.overdue(LATER)).isEmpty();
    }

    @Test
    void anExpectedAlertIsNewWhenItIsToldAgainAndOverdueWhenItIsNot() {
        heartbeats.expect("f", LATER);

        assertThat(heartbeats.repeats("f", firing("x", 240), NOW)).isFalse();
        assertThat(heartbeats.overdue(LATER)).containsOnlyKeys("f");
    }

    @Test
    void expectingAnAlertDoesNotForgetWhatItSaid() {
        heartbeats.told("f", firing("x", 240), NOW);
        heartbeats.expect("f", NOW.plusSeconds(30));

        assertThat(heartbeats.repeats("f", firing("x", 300), LATER)).isTrue();
    }

    @Test
    void anAlertThatIsOverNeedNotBeToldAgain() {
        heartbeats.expect("f", LATER);
        heartbeats.over("f");

        assertThat(heartbeats.overdue(LATER)).isEmpty();
    }

    @Test
    void aResolvedAlertIsForgottenInSilence() {
        heartbeats.told("f", new Heartbeat("x", false, LATER), NOW);

        assertThat(heartbeats.overdue(LATER)).isEmpty();
        assertThat(heartbeats.size()).isZero();
    }

    @Test
    void beyondTheLimitARepetitionIsNews() {
        Heartbeats few = new Heartbeats(1);
        few.told("f", firing("x", 240), NOW);
        few.told("g", firing("x", 240), NOW);

        assertThat(few.repeats("f", firing("x", 240), LATER)).isTrue();
        assertThat(few.repeats("g", firing("x", 240), LATER)).isFalse();
        assertThat(few.size()).isOne();
    }

    @Test
    void beyondTheLimitAnAlertThatGoesOnIsStillExpected() {
        Heartbeats few = new Heartbeats(1);
        few.told("f", firing("x", 240), NOW);
        few.told("g", firing("x", 240), NOW);
        few.expect("g", NOW.plusSeconds(240));

        assertThat(few.overdue(NOW.plusSeconds(240))).containsOnlyKeys("f", "g");
    }

    private static Heartbeat firing(String content, long seconds) {
        return new Heartbeat(content, true, NOW.plusSeconds(seconds));
    }
}
