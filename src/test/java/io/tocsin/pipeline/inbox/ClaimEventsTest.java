package io.tocsin.pipeline.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are claimed by number and by size. */
class ClaimEventsTest {
    private static final String TEN = "{\"a\":\"xx\"}";

    @TempDir
    Path folder;

    private TestCorridor test;
    private ClaimEvents claiming;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        claiming = new ClaimEvents(test.corridor);
        AcceptEvents accepting = new AcceptEvents(test.corridor, new HeldBytes(Long.MAX_VALUE));
        for (int i = 0; i < 4; i++) {
            test.commit(
                    accepting,
                    List.of(new EventDraft(
                            "ci",
                            Optional.empty(),
                            "application/json",
                            TEN.getBytes(StandardCharsets.UTF_8),
                            Map.of())));
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void asManyAreClaimedAsBeginWithinTheRoomAndTheOldestFirst() {
        List<String> ids = test.column("SELECT id FROM event ORDER BY id");

        assertThat(claim(10, 11)).containsExactly(ids.get(0), ids.get(1));
        assertThat(claim(10, 10)).containsExactly(ids.get(2));
        assertThat(claim(10, Long.MAX_VALUE)).containsExactly(ids.get(3));
    }

    @Test
    void oneIsClaimedHoweverLargeItIsAndNoMoreThanHaveAPlace() {
        assertThat(claim(10, 0)).hasSize(1);
        assertThat(claim(2, 1_000)).hasSize(2);
    }

    private List<String> claim(int events, long size) {
        return test.commit(claiming, new ClaimEvents.Room(events, size)).stream()
                .map(Event::id)
                .toList();
    }
}
