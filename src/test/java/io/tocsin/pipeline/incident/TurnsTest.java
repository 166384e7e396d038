package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose turn it is, over transactions and hubs. */
class TurnsTest {

    @TempDir
    Path folder;

    @Test
    @Tag("store")
    void eachOneHasTheNextTurnOfATeam() {
        try (TestCorridor hub = new TestCorridor(folder)) {
            assertThat(turns(hub, "a", "b", "a")).containsExactly(0L, 0L, 1L);
            assertThat(turns(hub, "a", "b", "c")).containsExactly(2L, 1L, 0L);
            assertThat(turns(hub, "c", "a")).containsExactly(1L, 3L);
        }
    }

    @Test
    @Tag("slow")
    @Timeout(60)
    void nobodyWaitsForWhoeverHasTheRowOfATeam() throws Exception {
        try (TestCorridor hub = new TestCorridor(TestStores.shared(folder, "a"), "a", Duration.ofMillis(200))) {
            turns(hub, "a", "b");
            try (Connection other = TestStores.psql(folder)) {
                other.setAutoCommit(false);
                try (Statement lock = other.createStatement()) {
                    lock.execute("UPDATE turn SET number = 7 WHERE team = 'a'");
                }
                assertThat(turns(hub, "a", "b"))
                        .as("while another has it, whose turn is read is as it was")
                        .containsExactly(1L, 1L);
                other.commit();
            }
            assertThat(turns(hub, "a", "b"))
                    .as("what could not be had is left to who had it")
                    .containsExactly(7L, 2L);
        }
    }

    private static List<Long> turns(TestCorridor hub, String... teams) {
        return hub.commit(
                (tx, inputs, now) -> {
                    Turns turns = Turns.of(tx);
                    List<Long> given = Stream.of(teams).map(turns::next).toList();
                    turns.write(tx, hub.store.dialect());
                    return List.of(given);
                },
                "");
    }
}
