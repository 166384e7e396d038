package io.tocsin.pipeline.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.PlannedWindow;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.RowPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows that people make hold back as those of files do, are in the store, and end for good when somebody ends them. */
@Tag("store")
class PlannedWindowsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path folder;

    private TestStages hub;
    private Duration lived = Duration.ZERO;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops");
        hub.clock.advance(lived);
        hub.rule("disk", "ops");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void restart() {
        hub.close();
        open();
    }

    private void pass(Duration time) {
        lived = lived.plus(time);
        hub.clock.advance(time);
        hub.look();
        hub.fanOut();
        hub.deliver("ops");
    }

    private WindowAnswer add(String fingerprint, Recurrence times) {
        Scope scope = Scope.of(EventPattern.compile("{\"fingerprint\": [\"" + fingerprint + "\"]}"));
        return hub.windows.take(
                new WindowOrder("mia (tok_1)", new WindowOrder.Add(scope, times, List.of(), "mia", "new disks")));
    }

    private WindowAnswer end(PlannedWindow window) {
        return hub.windows.take(new WindowOrder("ann (tok_1)", new WindowOrder.End(window.id(), "done")));
    }

    /** It is noon in Berlin. */
    private static Recurrence daily() {
        return Recurrence.of(
                LocalDateTime.parse("2026-08-20T11:00"), Duration.ofHours(2), BERLIN, "FREQ=DAILY;COUNT=2", Set.of());
    }

    @Test
    void itHoldsBackInItsTimesAndNotBetweenThemThoughTheHubStartsAgain() {
        PlannedWindow window = add("a", daily()).window().orElseThrow();
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT held_by FROM held")).containsExactly("window " + window.id());
        assertThat(hub.column("SELECT decision FROM event").get(0))
                .contains("held back by window " + window.id() + " until 2026-08-20T11:00:00Z");

        restart();
        pass(Duration.ofMinutes(61));
        assertThat(hub.heard()).containsExactly("ops opened a");
        hub.over("a");
        pass(Duration.ofHours(22));
        hub.heard();

        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).as("the second day's").isEmpty();
        pass(Duration.ofHours(2));
        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.windows.pages().find(window.id()).orElseThrow().state()).isEqualTo(PlannedWindow.State.OVER);
        assertThat(hub.column("SELECT over_at FROM maintenance_window"))
                .containsExactly("" + Instant.parse("2026-08-21T11:00:00Z").toEpochMilli());
    }

    @Test
    void oneThatIsEndedTellsWhatItHidAndDoesNotComeAgain() {
        PlannedWindow window = add("a", daily()).window().orElseThrow();
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(end(window).refused()).isEmpty();
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened a");

        assertThat(end(window).refused()).contains(WindowAnswer.Refusal.OVER);
        restart();
        pass(Duration.ofHours(24));
        hub.fires("a", Severity.CRITICAL);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops updated a");
        assertThat(hub.column("SELECT actor || ' ' || action || ' ' || target FROM audit ORDER BY id"))
                .containsExactly("mia (tok_1) window.add " + window.id(), "ann (tok_1) window.end " + window.id());
        assertThat(hub.column("SELECT detail FROM audit ORDER BY id").get(1))
                .contains("2026-08-20T11:00", "Europe/Berlin", "FREQ=DAILY;COUNT=2", ": done");
    }

    @Test
    void whatIsPastIsRefusedAndWhatNobodyMadeIsNotThere() {
        LocalDateTime before = LocalDateTime.parse("2026-08-20T09:00");
        assertThat(add("a", Recurrence.once(before, Duration.ofHours(2), BERLIN))
                        .refused())
                .contains(WindowAnswer.Refusal.PAST);
        assertThat(add("a", Recurrence.once(before, Duration.ofHours(4), BERLIN))
                        .refused())
                .isEmpty();
        assertThat(hub.windows
                        .take(new WindowOrder("ann", new WindowOrder.End("win_nothing", "")))
                        .refused())
                .contains(WindowAnswer.Refusal.NOT_FOUND);
    }

    /** Such rules are refused now; the store may have one of before. */
    @Test
    void oneWhoseNextTimeNobodyCanSayIsNotOverAndCanBeEnded() {
        PlannedWindow window = add("a", daily()).window().orElseThrow();
        hub.test.commit(
                (tx, orders, now) -> {
                    tx.execute(
                            "UPDATE maintenance_window SET starts = '2020-01-01T00:00', rule = 'FREQ=YEARLY;INTERVAL=30',"
                                    + " over_at = NULL");
                    return orders;
                },
                1);
        restart();
        assertThat(hub.windows.pages().find(window.id()).orElseThrow().state()).isEqualTo(PlannedWindow.State.PENDING);
        assertThat(end(window).refused()).isEmpty();
        assertThat(hub.windows.pages().find(window.id()).orElseThrow().state()).isEqualTo(PlannedWindow.State.OVER);
        assertThat(end(window).refused()).contains(WindowAnswer.Refusal.OVER);
    }

    @Test
    void hundredsThatAreMadeAndEndedHoldAsFewDo() {
        List<PlannedWindow> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(add("a" + i, daily()).window().orElseThrow());
        }
        end(many.get(3));
        hub.fires("a3", Severity.HIGH);
        hub.fires("a149", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened a3");
        assertThat(hub.column("SELECT held_by FROM held"))
                .containsExactly("window " + many.get(149).id());
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        Set<PlannedWindow.State> open = Set.of(PlannedWindow.State.PENDING, PlannedWindow.State.ACTIVE);
        for (int i = 0; i < 3; i++) {
            add("a" + i, daily());
        }
        RowPage<WindowPages.Shown> first = hub.windows.pages().page(new WindowPages.Filter(open, ""), 2, "");
        assertThat(first.found()).hasSize(2);
        RowPage<WindowPages.Shown> second = hub.windows
                .pages()
                .page(new WindowPages.Filter(open, ""), 2, first.next().orElseThrow());
        assertThat(second.found()).hasSize(1);
        assertThat(second.next()).isEqualTo(Optional.empty());
        assertThat(hub.windows
                        .pages()
                        .page(new WindowPages.Filter(open, "A1"), 9, "")
                        .found())
                .hasSize(1);
    }
}
