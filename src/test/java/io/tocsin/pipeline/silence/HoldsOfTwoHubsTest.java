package io.tocsin.pipeline.silence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds an alert back stands until whoever goes by it has committed: then another hub that ends it finds what it held. */
@Tag("store")
class HoldsOfTwoHubsTest {

    private static final String SILENCES = "SELECT id FROM silence FOR UPDATE SKIP LOCKED";
    private static final String WINDOWS = "SELECT id FROM maintenance_window FOR UPDATE SKIP LOCKED";
    private static final String SOURCES = "SELECT alert_id FROM inhibitor FOR UPDATE SKIP LOCKED";

    @Test
    void noOtherHubEndsWhatADecisionGoesBy(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        try (TestCorridor one = new TestCorridor(TestStores.shared(file, "hub-1"), "hub-1", Duration.ofSeconds(1));
                TestCorridor two = new TestCorridor(TestStores.shared(file, "hub-2"), "hub-2", Duration.ofSeconds(1))) {
            LiveSilences live = LiveSilences.load(one.store, one.corridor.json());
            new SilenceDesk(one.corridor, live)
                    .take(new SilenceOrder(
                            "mia",
                            Optional.empty(),
                            new SilenceOrder.Be(
                                    Scope.of(MatcherText.read("env=test")),
                                    one.clock.instant(),
                                    one.clock.instant().plusSeconds(60),
                                    "ann",
                                    "we know")));
            FileHolds files = new FileHolds(
                    List.of(), List.of(new Inhibition("down", "", pattern("cluster"), pattern("a"), List.of())));
            LiveWindows windows = LiveWindows.load(one.store, one.corridor.json());
            desk(one, windows).take(window("env=stage", one));
            HeldBack held = new HeldBack(live, windows, () -> files);
            one.commit(
                    (tx, alerts, now) -> {
                        held.seen(tx, "alr_1", alert("cluster", "prod"), true, now);
                        return List.of(1);
                    },
                    1);
            List<List<String>> free = one.commit(
                    (tx, alerts, now) -> {
                        assertThat(held.of(tx, "alr_2", alert("b", "test"), now))
                                .isPresent();
                        assertThat(held.of(tx, "alr_3", alert("a", "prod"), now))
                                .isPresent();
                        assertThat(held.of(tx, "alr_4", alert("c", "stage"), now))
                                .isPresent();
                        return List.of(List.of(free(two, SILENCES), free(two, WINDOWS), free(two, SOURCES)));
                    },
                    1);
            assertThat(free).containsExactly(List.of(), List.of(), List.of());
            assertThat(free(two, SILENCES)).hasSize(1);
            assertThat(free(two, WINDOWS)).hasSize(1);
            assertThat(free(two, SOURCES)).hasSize(1);
        }
    }

    @Test
    void aWindowThatAnotherHubEndedHoldsNothingThoughThisOneDoesNotKnow(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        try (TestCorridor one = new TestCorridor(TestStores.shared(file, "hub-1"), "hub-1", Duration.ofSeconds(1));
                TestCorridor two = new TestCorridor(TestStores.shared(file, "hub-2"), "hub-2", Duration.ofSeconds(1))) {
            WindowDesk first = desk(one, LiveWindows.load(one.store, one.corridor.json()));
            String longer =
                    first.take(window("env=stage", one)).window().orElseThrow().id();
            String shorter = first.take(window("c=d, env=stage", one))
                    .window()
                    .orElseThrow()
                    .id();
            LiveWindows known = LiveWindows.load(two.store, two.corridor.json());
            assertThat(hold(two, known)).contains("window " + (longer.compareTo(shorter) > 0 ? longer : shorter));

            for (String id : List.of(longer, shorter)) {
                first.take(new WindowOrder("ann", new WindowOrder.End(id, "")));
                assertThat(hold(two, known))
                        .isEqualTo(id.equals(longer) ? Optional.of("window " + shorter) : Optional.empty());
            }
            assertThat(known.committed().find(longer))
                    .as("it is known from then on")
                    .isEmpty();
        }
    }

    private static Optional<String> hold(TestCorridor hub, LiveWindows windows) {
        ObjectNode alert = alert("c", "stage");
        alert.withObject("/labels").put("c", "d");
        return hub.commit(
                (tx, alerts, now) -> List.of(windows.hold(tx, alert, now).map(Hold::by)), 1);
    }

    private static WindowDesk desk(TestCorridor hub, LiveWindows windows) {
        return new WindowDesk(hub.corridor, windows, () -> new WindowPages.FileWindows(List.of(), Map.of()));
    }

    private static WindowOrder window(String matchers, TestCorridor hub) {
        return new WindowOrder(
                "mia",
                new WindowOrder.Add(
                        Scope.of(MatcherText.read(matchers)),
                        Recurrence.once(
                                LocalDateTime.ofInstant(hub.clock.instant(), ZoneOffset.UTC),
                                Duration.ofHours(1),
                                ZoneOffset.UTC),
                        List.of(),
                        "mia",
                        "new disks"));
    }

    private static List<String> free(TestCorridor hub, String sql) {
        return hub.commit(
                (tx, orders, now) ->
                        List.of(tx.createQuery(sql).mapTo(String.class).list()),
                1);
    }

    private static EventPattern pattern(String fingerprint) {
        return EventPattern.compile("{\"fingerprint\": [\"" + fingerprint + "\"]}");
    }

    private static ObjectNode alert(String fingerprint, String env) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode().put("fingerprint", fingerprint);
        alert.putObject("labels").put("env", env);
        return alert;
    }
}
