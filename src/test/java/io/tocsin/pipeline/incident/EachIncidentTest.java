package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at several incidents, one of which cannot be looked at. */
@Tag("store")
class EachIncidentTest {

    @Test
    void oneThatIsTooDeepKeepsTheOthersFromNothing(@TempDir Path folder) {
        try (TestStages hub = new TestStages(new TestCorridor(folder), "ops")) {
            hub.policies.put("disk", TestStages.policy("disk", true, "ops"));
            hub.fires("a", Severity.HIGH);
            hub.fires("b", Severity.HIGH);
            List<String> ids = hub.column("SELECT id FROM incident ORDER BY id");
            List<String> looked = new ArrayList<>();

            List<String> failed = hub.test.commit(
                    (tx, inputs, now) -> {
                        IncidentBook book = new IncidentBook(hub.test.corridor, tx, hub.notifying(), now);
                        book.read(ids); // holds them
                        return List.of(EachIncident.look(book, ids, id -> {
                            if (id.equals(ids.get(0))) {
                                throw new StackOverflowError();
                            }
                            looked.add(id);
                        }));
                    },
                    "");

            assertThat(failed).containsExactly(ids.get(0));
            assertThat(looked).containsExactly(ids.get(1));
        }
    }
}
