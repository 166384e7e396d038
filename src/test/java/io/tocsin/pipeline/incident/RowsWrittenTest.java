package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.SqliteOnly;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the common case costs: one alert, one rule, three receivers that take it at once. */
@SqliteOnly
class RowsWrittenTest {

    /** Event, alert, incident, notice, three deliveries, and one to spare. */
    private static final int MOST_ROWS = 8;

    @TempDir
    Path folder;

    @Test
    void anEventThatOpensAnIncidentForThreeReceiversWritesEightRowsAtMostUntilAllHaveIt() {
        try (TestStages hub = new TestStages(new TestCorridor(folder), "ops", "pager", "mail")) {
            hub.rule("disk", "ops", "pager", "mail");
            long changesBefore = changes(hub);
            Map<String, Long> before = rows(hub);

            hub.fires("a", Severity.HIGH);
            hub.fanOut();
            hub.deliver("ops");
            hub.deliver("pager");
            hub.deliver("mail");

            Map<String, Long> written = new TreeMap<>();
            rows(hub).forEach((table, count) -> {
                if (count > before.get(table)) {
                    written.put(table, count - before.get(table));
                }
            });
            String report = written + ", " + (changes(hub) - changesBefore) + " row changes";
            assertThat(hub.heard()).as(report).hasSize(3);
            System.out.println("One event, three receivers: " + report);
            assertThat(written.values().stream().mapToLong(Long::longValue).sum())
                    .as(report)
                    .isLessThanOrEqualTo(MOST_ROWS);
            assertThat(hub.column("SELECT outcome || ' ' || status_code || ' ' || answer FROM every_attempt"))
                    .containsExactly("delivered 200 ok", "delivered 200 ok", "delivered 200 ok");
        }
    }

    /** Rows written so far by the connection that writes, each as often as it was. */
    private static long changes(TestStages hub) {
        return hub.test.commit(
                (tx, inputs, now) -> List.of(tx.createQuery("SELECT total_changes()")
                        .mapTo(Long.class)
                        .one()),
                "");
    }

    private static Map<String, Long> rows(TestStages hub) {
        Map<String, Long> rows = new TreeMap<>();
        hub.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                .forEach(table -> rows.put(
                        table,
                        Long.parseLong(
                                hub.column("SELECT count(*) FROM " + table).get(0))));
        return rows;
    }
}
