package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * While events stream in, the rules change between two files that each tell another receiver. Every event is decided by
 * one of the two, whole: a reload that mixed or emptied the rules would show as an event that both or neither told of.
 */
@Timeout(90)
class RulesReloadUnderLoadTest {
    private static final int SWAPS = 20;
    private static final String TELLS_FIRST =
            "rules: [ { name: tells-first, when: { status: [ firing ] }, notify: [ first ] } ]\n";
    private static final String TELLS_SECOND =
            "rules: [ { name: tells-second, when: { status: [ firing ] }, notify: [ second ] } ]\n";

    @TempDir
    Path folder;

    @Test
    void noEventMissesBothTheOldAndTheNewRulesAndABrokenEditKeepsTheOldOnes() throws Exception {
        try (CountingReceivers receivers = new CountingReceivers();
                TestHub hub = HubFiles.in(folder)
                        .rules(TELLS_FIRST)
                        .webhook("first", receivers.address() + "/hook/1", java.util.Map.of())
                        .webhook("second", receivers.address() + "/hook/2", java.util.Map.of())
                        .start()) {
            EventLoad load = new EventLoad("reload", 4, Duration.ofMillis(5), (key, event) -> !hub.send("ci", event)
                    .isEmpty());
            try (load) {
                for (int swap = 1; swap <= SWAPS; swap++) {
                    takenOver(hub, swap % 2 == 1 ? TELLS_SECOND : TELLS_FIRST);
                    someMore(load);
                }
                brokenEdit(hub, load, receivers);
                takenOver(hub, TELLS_SECOND);
                someMore(load);
            }
            assertThat(load.failures()).isEmpty();
            Set<String> accepted = load.taken();
            soon().untilAsserted(() -> assertThat(told(receivers)).isEqualTo(accepted));

            Set<String> both = new HashSet<>(receivers.toldOf(1));
            both.retainAll(receivers.toldOf(2));
            assertThat(both).as("decided by two versions of the rules").isEmpty();
            assertThat(receivers.repeats()).isZero();
            assertThat(receivers.toldOf(1)).hasSizeGreaterThan(SWAPS);
            assertThat(receivers.toldOf(2)).hasSizeGreaterThan(SWAPS);
        }
    }

    /** The last good file tells the first receiver; the broken one, were it half believed, would tell the second. */
    private static void brokenEdit(TestHub hub, EventLoad load, CountingReceivers receivers) {
        long refused = hub.hub().rules().refused();
        hub.files().rules(TELLS_SECOND.replace("]\n", "") + "  - nmae: typo\n");
        soon().until(() -> hub.hub().rules().refused() > refused);
        int before = receivers.toldOf(1).size();
        someMore(load);
        soon().until(() -> receivers.toldOf(1).size() > before + 10);

        assertThat(hub.hub().rules().current().all())
                .extracting(rule -> rule.name())
                .containsExactly("tells-first");
        assertThat(hub.get("/health/ready").statusCode())
                .as("it works, with the last good rules")
                .isEqualTo(200);
        assertThat(hub.read("/health/ready").toString())
                .contains("degraded", "reload", "rules/default.yaml:")
                .doesNotContain("Exception");
        assertThat(hub.get("/metrics").body())
                .contains("tocsin_reload_broken{what=\"rules\"} 1.0")
                .containsPattern("tocsin_reloads_total\\{outcome=\"refused\",what=\"rules\"\\} [1-9]");
    }

    private static void takenOver(TestHub hub, String rules) {
        long taken = hub.hub().rules().taken();
        hub.files().rules(rules);
        soon().until(() -> hub.hub().rules().taken() > taken);
    }

    private static void someMore(EventLoad load) {
        int now = load.taken().size();
        soon().until(() -> load.taken().size() > now + 20);
    }

    private static Set<String> told(CountingReceivers receivers) {
        Set<String> told = new HashSet<>(receivers.toldOf(1));
        told.addAll(receivers.toldOf(2));
        return told;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }
}
