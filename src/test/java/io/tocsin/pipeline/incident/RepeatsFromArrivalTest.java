package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reminders of what waited for its receiver, over a real file: they count from when it arrived, whatever it waited for. */
@Tag("store")
class RepeatsFromArrivalTest {

    @TempDir
    Path folder;

    private TestStages hub;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops", "pager");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops", "pager").repeating(Duration.ofSeconds(180)));
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** So many seconds later whoever is due is told, and it arrives at once. */
    private List<String> after(long seconds) {
        return after(seconds, "ops", "pager");
    }

    /** The same where only these receivers take what there is for them. */
    private List<String> after(long seconds, String... taking) {
        hub.clock.advance(Duration.ofSeconds(seconds));
        hub.look();
        hub.fanOut();
        List.of(taking).forEach(hub::deliver);
        return hub.heard();
    }

    @Test
    void whatWasTriedAgainAndAgain() {
        hub.deliver("pager");
        hub.fail(hub.claimOne("ops"), FailureClass.TRANSIENT);
        hub.clock.advance(Duration.ofSeconds(100));
        hub.deliver("ops");
        assertThat(hub.heard()).containsExactlyInAnyOrder("pager opened a", "ops opened a");

        assertThat(after(80)).containsExactly("pager reminder a");
        assertThat(after(99)).isEmpty();
        assertThat(after(1)).containsExactly("ops reminder a");
        assertThat(after(79)).isEmpty();
        assertThat(after(1)).containsExactly("pager reminder a");
    }

    @Test
    void whatIsBeingSentForLongReachesNobodyMeanwhile() {
        hub.deliver("pager");
        Delivery slow = hub.claimOne("ops");
        hub.heard();

        assertThat(after(180, "pager")).containsExactly("pager reminder a");
        hub.deliver(slow);
        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(after(179)).isEmpty();
        assertThat(after(1)).containsExactlyInAnyOrder("pager reminder a", "ops reminder a");
    }

    @Test
    void whatCameInADigest() {
        hub.deliver("pager");
        hub.fires("b", Severity.HIGH);
        hub.fanOut();
        hub.deliver("pager");
        hub.heard();
        Delivery digest = hub.claim("ops", 1).get(0);
        assertThat(digest.isDigest()).isTrue();

        assertThat(after(180, "pager")).containsExactlyInAnyOrder("pager reminder a", "pager reminder b");
        hub.deliver(digest);
        hub.heard();
        assertThat(after(179)).isEmpty();
        assertThat(after(1)).contains("ops reminder a", "ops reminder b");
    }

    @Test
    void anotherOfItsKindIsToldAfterTheDedupThoughTheClockWasSetBack() {
        hub.deliver("ops");
        hub.deliver("pager");
        hub.heard();
        hub.clock.advance(Duration.ofDays(-1)); // and nobody has seen it

        hub.fires("a", Severity.HIGH);
        assertThat(after(0)).isEmpty();
        hub.clock.advance(Duration.ofMinutes(5));
        hub.fires("a", Severity.HIGH);

        assertThat(after(0)).containsExactlyInAnyOrder("ops updated a", "pager updated a");
    }

    @Test
    void whatWasSetBackWithTheClockIsRepeatedWhenItWouldHaveBeen() {
        hub.deliver("ops");
        hub.deliver("pager");
        hub.heard();
        hub.clock.advance(Duration.ofSeconds(60));
        hub.clock.advance(Duration.ofDays(-1));
        hub.test.commit(
                (tx, inputs, now) -> {
                    tx.execute("UPDATE incident SET due_at = due_at - 86400000"); // as the watch over the clock does
                    return List.of("");
                },
                "");

        assertThat(after(119)).isEmpty();
        assertThat(after(1)).containsExactlyInAnyOrder("ops reminder a", "pager reminder a");
        assertThat(after(180)).containsExactlyInAnyOrder("ops reminder a", "pager reminder a");
    }
}
