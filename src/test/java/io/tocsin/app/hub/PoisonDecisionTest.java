package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.store.sql.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decision that the store refuses again and again must end as a dead letter, not come back for ever. */
@Tag("slow")
class PoisonDecisionTest {

    @TempDir
    Path folder;

    @Test
    void aDecisionThatTheStoreRefusesBecomesADeadLetterAndItsNeighboursAreDecided() {
        try (TestHub test = HubFiles.in(folder).start()) {
            Change<String, Integer> forbidding = (tx, inputs, now) -> List.of(
                    tx.createUpdate("CREATE TRIGGER poison BEFORE INSERT ON alert WHEN NEW.fingerprint = 'poison'"
                                    + " BEGIN SELECT RAISE(ABORT, 'poison'); END")
                            .execute());
            test.hub().store().submit(forbidding, "").join();

            String poison = test.send("shop", "{\"title\":\"Poison\",\"fingerprint\":\"poison\"}");
            String good = test.send("shop", "{\"title\":\"Good\",\"fingerprint\":\"good\"}");

            await("the good one is decided").atMost(Duration.ofSeconds(10)).until(() -> test.text(
                            "SELECT state FROM event WHERE id = '" + good + "'")
                    .equals(Optional.of("decided")));
            await("the poison one is given up").atMost(Duration.ofSeconds(60)).until(() -> test.text(
                            "SELECT state FROM event WHERE id = '" + poison + "'")
                    .equals(Optional.of("dead")));
            assertThat(test.text("SELECT reason FROM dead_letter"))
                    .get()
                    .asString()
                    .startsWith("the decide route failed 5 times");
        }
    }
}
