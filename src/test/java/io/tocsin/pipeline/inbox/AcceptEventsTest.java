package io.tocsin.pipeline.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class AcceptEventsTest {

    @TempDir
    Path folder;

    private TestCorridor test;
    private AcceptEvents accepting;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        accepting = new AcceptEvents(test.corridor);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theSameEventAgainIsADuplicateOfTheFirst() {
        Accepted first = accept("eventbridge:1", "{\"a\":1}");

        assertThat(accept("eventbridge:1", "{\"a\":1}")).isEqualTo(new Accepted(first.id(), Accepted.Status.DUPLICATE));
        assertThat(test.rows("SELECT * FROM event")).hasSize(1);
    }

    @Test
    void aSendersOwnKeyWithAnotherBodyIsAConflictThatIsNotKept() {
        accept("key:1", "{\"a\":1}");

        assertThat(accept("key:1", "{\"a\":2}").status()).isEqualTo(Accepted.Status.CONFLICT);
        assertThat(test.rows("SELECT * FROM event")).hasSize(1);
    }

    @Test
    void anotherBodyUnderAKnownIdOfTheirsIsKeptOnceBecauseALostOneTellsNobody() {
        accept("sns:1", "{\"a\":1}");

        Accepted other = accept("sns:1", "{\"a\":2}");
        assertThat(other.status()).isEqualTo(Accepted.Status.ACCEPTED);
        assertThat(accept("sns:1", "{\"a\":2}")).isEqualTo(new Accepted(other.id(), Accepted.Status.DUPLICATE));
        assertThat(test.column("SELECT body FROM event ORDER BY id")).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    /** PostgreSQL would refuse both for as long as the sender tries. */
    @Test
    void anIdOfAnyLengthAndWithAnyCharacterIsAnId() {
        String id = "cloudevents:" + "i".repeat(100_000);
        for (String each : List.of(id, id + "j", "cloudevents:a\0b", "cloudevents:a b")) {
            Accepted first = accept(each, "{\"a\":1}");
            assertThat(first.status()).isEqualTo(Accepted.Status.ACCEPTED);
            assertThat(accept(each, "{\"a\":1}")).isEqualTo(new Accepted(first.id(), Accepted.Status.DUPLICATE));
        }
        assertThat(test.rows("SELECT * FROM event")).hasSize(4);
    }

    @Test
    void eventsWithoutAnIdAreEachTheirOwn() {
        Arrived draft = draft(Optional.empty(), "{}");

        List<Accepted> accepted = test.commit(accepting, List.of(draft, draft));

        assertThat(accepted).allMatch(each -> each.status() == Accepted.Status.ACCEPTED);
        assertThat(test.rows("SELECT * FROM event")).hasSize(2);
    }

    private Accepted accept(String externalId, String body) {
        return test.commit(accepting, List.of(draft(Optional.of(externalId), body)))
                .get(0);
    }

    private Arrived draft(Optional<String> externalId, String body) {
        return Arrived.of(
                test.corridor.json(),
                new EventDraft(
                        "shop", externalId, "application/json", body.getBytes(StandardCharsets.UTF_8), Map.of()));
    }
}
