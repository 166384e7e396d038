package io.tocsin.pipeline.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.AlertKey;
import java.time.Instant;
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
        heartbeats.over(other);
        assertThat(heartbeats.overdue(NOW.plusSeconds(300))).containsOnlyKeys(key("f"));
    }

    @Test
    void theSameAgainIsARepetitionAndHoldsForLonger() {
        heartbeats.told(key("f"), firing("x", 240), NOW);

        assertThat(heartbeats.repeats(key("f"), firing("x", 300), LATER)).isTrue();
        assertThat(heartbeats.overdue(NOW.plusSeconds(240))).isEmpty();
        assertThat(heartbeats.overdue(NOW.plusSeconds(300))).containsEntry(key("f"), NOW.plusSeconds(300));
    }

    @Test
    void aRepetitionMayBringTheEndNearer() {
        heartbeats.told(key("f"), firing("x", 3600), NOW);

        assertThat(heartbeats.repeats(key("f"), firing("x", 120), LATER)).isTrue();
        assertThat(heartbeats.overdue(NOW.plusSeconds(120))).containsEntry(key("f"), NOW.plusSeconds(120));
    }

    @Test
    void whatIsToldAnewMayBringTheEndNearer() {
        heartbeats.told(key("f"), firing("x", 3600), NOW);
        heartbeats.told(key("f"), firing("y", 120), LATER);

        assertThat(heartbeats.overdue(NOW.plusSeconds(120))).containsKey(key("f"));
    }

    @Test
    void whatIsToldOfAnExpectedAlertCounts() {
        heartbeats.expect(key("f"), NOW.plusSeconds(3600));
        heartbeats.told(key("f"), firing("x", 120), LATER);

        assertThat(heartbeats.overdue(NOW.plusSeconds(120))).containsKey(key("f"));
    }

    @Test
    void expectingAnAlertDoesNotShortenWhatWasTold() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        heartbeats.expect(key("f"), NOW.plusSeconds(30));

        assertThat(heartbeats.overdue(NOW.plusSeconds(239))).isEmpty();
        assertThat(heartbeats.overdue(NOW.plusSeconds(240))).containsKey(key("f"));
    }

    @Test
    void whatIsOverIsNewAndSoIsItsReturn() {
        heartbeats.told(key("f"), firing("x", 240), NOW);

        Heartbeat over = new Heartbeat("x ended", false, NOW.plusSeconds(1200));
        assertThat(heartbeats.repeats(key("f"), over, LATER)).isFalse();
        heartbeats.told(key("f"), over, LATER);
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
    void whatIsOverdueIsToldOnceAndIsNewAfterwards() {
        heartbeats.told(key("f"), firing("x", 60), NOW);

        assertThat(heartbeats.repeats(key("f"), firing("x", 120), LATER)).isFalse();
        assertThat(heartbeats.overdue(LATER)).containsOnlyKeys(key("f"));
        assertThat(heartbeats.overdue(LATER)).isEmpty();
    }

    @Test
    void anExpectedAlertIsNewWhenItIsToldAgainAndOverdueWhenItIsNot() {
        heartbeats.expect(key("f"), LATER);

        assertThat(heartbeats.repeats(key("f"), firing("x", 240), NOW)).isFalse();
        assertThat(heartbeats.overdue(LATER)).containsOnlyKeys(key("f"));
    }

    @Test
    void expectingAnAlertDoesNotForgetWhatItSaid() {
        heartbeats.told(key("f"), firing("x", 240), NOW);
        heartbeats.expect(key("f"), NOW.plusSeconds(30));

        assertThat(heartbeats.repeats(key("f"), firing("x", 300), LATER)).isTrue();
    }

    @Test
    void anAlertThatIsOverNeedNotBeToldAgain() {
        heartbeats.expect(key("f"), LATER);
        heartbeats.over(key("f"));

        assertThat(heartbeats.overdue(LATER)).isEmpty();
    }

    @Test
    void aResolvedAlertIsForgottenInSilence() {
        heartbeats.told(key("f"), new Heartbeat("x", false, LATER), NOW);

        assertThat(heartbeats.overdue(LATER)).isEmpty();
        assertThat(heartbeats.size()).isZero();
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

    @Test
    void beyondTheLimitAnAlertThatGoesOnIsStillExpected() {
        Heartbeats few = new Heartbeats(1);
        few.told(key("f"), firing("x", 240), NOW);
        few.told(key("g"), firing("x", 240), NOW);
        few.expect(key("g"), NOW.plusSeconds(240));

        assertThat(few.overdue(NOW.plusSeconds(240))).containsOnlyKeys(key("f"), key("g"));
    }

    private static Heartbeat firing(String content, long seconds) {
        return new Heartbeat(content, true, NOW.plusSeconds(seconds));
    }

    private static AlertKey key(String fingerprint) {
        return new AlertKey("am-eu", fingerprint);
    }
}
