package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.FaultyDialect;
import io.tocsin.store.sql.SqliteOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thousandth alert of a group costs what the first did: the same statements, the same rows, as many bytes. */
@SqliteOnly
class GroupCostTest {

    @TempDir
    Path folder;

    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger rows = new AtomicInteger();

    @Test
    void theThousandthAlertOfAGroupCostsWhatTheSecondDid() {
        FaultyDialect watched = new FaultyDialect(folder.resolve("hub.db"), new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int changed) {
                statements.incrementAndGet();
                rows.addAndGet(changed);
            }
        });
        try (TestStages hub = new TestStages(new TestCorridor(watched, "hub-1", Duration.ofHours(1)), "ops")) {
            hub.groupBy("by-cluster");
            hub.policies.put("all", TestStages.policy("all", true, "ops").every(Duration.ofMinutes(5)));
            hub.fires("eu/0", Severity.HIGH);
            hub.drain();

            String second = cost(hub, "eu/1");
            hub.fireTogether(IntStream.range(2, 1_000).mapToObj(i -> "eu/" + i).toList(), Severity.HIGH);
            String thousandth = cost(hub, "eu/1000");

            System.out.println("The second alert of a group: " + second + "; the thousandth: " + thousandth);
            assertThat(thousandth).isEqualTo(second);
            assertThat(Integer.parseInt(
                            hub.column("SELECT max(length(book)) FROM incident").get(0)))
                    .as("what is written for each alert")
                    .isLessThan(8_000);
        }
    }

    private String cost(TestStages hub, String alert) {
        statements.set(0);
        rows.set(0);
        hub.fires(alert, Severity.HIGH);
        return statements + " statements, " + rows + " rows";
    }
}
