package io.tocsin.app.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Whether the stages of the pipeline keep up: for how long what a stage should have begun is due. What it has in hand is not due until
 * its lease ends. Deliveries are told by receiver, elsewhere.
 */
final class StageGauges {

    private enum Stage {
        EVENTS(DueRows.of("due_at", "event WHERE state = 'pending'")),
        NOTICES(DueRows.of("due_at", "notice WHERE state = 'pending'")),
        DEAD_LETTERS(DueRows.of("due_at", "dead_letter WHERE told = 0"));

        private final DueRows rows;

        Stage(DueRows rows) {
            this.rows = rows;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Store store;
    private final MultiGauge late;

    StageGauges(MeterRegistry meters, Store store) {
        this.store = store;
        this.late = MultiGauge.builder("tocsin.stage.late.seconds")
                .description("For how long the earliest row of a stage is due that it has not taken up")
                .register(meters);
    }

    /** Reads the store; blocks. */
    void refresh() {
        late.register(store.read(tx -> rows(tx, store.now(tx))), true);
    }

    private static List<MultiGauge.Row<?>> rows(Handle tx, Instant now) {
        return Arrays.stream(Stage.values())
                .map(stage -> MultiGauge.Row.of(Tags.of("stage", stage.word()), stage.rows.lateSeconds(tx, now)))
                .collect(Collectors.toList());
    }
}
