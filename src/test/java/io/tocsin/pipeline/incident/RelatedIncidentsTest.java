package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.trace.HeldUntil;
import io.tocsin.pipeline.trace.IncidentPages;
import io.tocsin.pipeline.trace.Traces;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents whose alerts share something and begin at about the same time name each other. */
@Tag("store")
class RelatedIncidentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private TestStages hub;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops");
        hub.rule("disk", "ops");
        hub.relate(Duration.ofMinutes(30));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** What the newest message of an alert's incident says of it. */
    private JsonNode message(String alert) {
        String newest = hub.column(
                        "SELECT n.message FROM notice n JOIN incident i ON i.id = n.incident_id WHERE i.title = '"
                                + alert + "' ORDER BY n.version DESC LIMIT 1")
                .get(0);
        return JsonText.read(JSON, newest).path("incident");
    }

    private static List<String> titles(JsonNode incident) {
        return StreamSupport.stream(incident.path("related").spliterator(), false)
                .map(other -> other.path("title").asText())
                .toList();
    }

    private JsonNode shown(String alert) {
        String id = hub.column("SELECT id FROM incident WHERE title = '" + alert + "'")
                .get(0);
        return new IncidentPages(hub.test.store, JSON, HeldUntil.UNKNOWN)
                .show(id)
                .orElseThrow();
    }

    @Test
    void theLaterOneSaysSoAtOnceAndTheEarlierOneInItsNextMessage() {
        hub.fires("web:eu", Severity.HIGH);
        hub.fires("other:us", Severity.HIGH);
        hub.clock.advance(Duration.ofMinutes(30));
        hub.fires("db:eu", Severity.HIGH);
        assertThat(titles(message("web:eu"))).isEmpty();
        assertThat(titles(message("db:eu"))).containsExactly("web:eu");

        hub.fires("web:eu", Severity.CRITICAL);
        assertThat(titles(message("web:eu"))).containsExactly("db:eu");
        assertThat(message("other:us").has("related")).isFalse();
    }

    @Test
    void theyAreShownHoweverTheyStandByNow() {
        hub.fires("web:eu", Severity.HIGH);
        hub.fires("db:eu", Severity.LOW);
        hub.over("web:eu");
        hub.clock.advance(Duration.ofDays(1));

        JsonNode other = shown("db:eu").path("related").path(0);
        assertThat(other.path("title").asText()).isEqualTo("web:eu");
        assertThat(other.path("state").asText()).isEqualTo("resolved");
        assertThat(other.path("severity").asText()).isEqualTo("high");
        assertThat(titles(shown("web:eu"))).containsExactly("db:eu");
    }

    @Test
    void whatBeganLaterThanThatIsNotRelated() {
        hub.fires("web:eu", Severity.HIGH);
        hub.clock.advance(Duration.ofMinutes(30).plusMillis(1));
        hub.fires("db:eu", Severity.HIGH);

        assertThat(titles(message("db:eu"))).isEmpty();
        assertThat(shown("web:eu").has("related")).isFalse();
    }

    @Test
    void whereTheTimeWasEditedBetweenBothKnowOfEachOtherOrNeither() {
        hub.fires("web:eu", Severity.HIGH);
        hub.relate(Duration.ofHours(2));
        hub.clock.advance(Duration.ofMinutes(20));
        hub.fires("near:eu", Severity.HIGH);
        hub.clock.advance(Duration.ofMinutes(40));
        hub.fires("db:eu", Severity.HIGH);

        assertThat(titles(shown("web:eu"))).containsExactly("near:eu");
        assertThat(titles(shown("near:eu"))).containsExactlyInAnyOrder("web:eu", "db:eu");
        assertThat(titles(shown("db:eu"))).containsExactly("near:eu");
    }

    @Test
    void whatStillFiresLongAfterItWasResolvedIsRelatedAsItWasBefore() {
        hub.fires("web:eu", Severity.HIGH);
        String resolved = hub.column("SELECT id FROM incident").get(0);
        new Acts(hub.test.corridor, hub.notifying(), Duration.ZERO, (tx, unreached, now) -> {})
                .act(new ActOrder(
                        resolved, new Input.ResolvedBy("mia", PublicStatus.Change.NONE, Duration.ofHours(4)), "mia"));
        hub.clock.advance(Duration.ofHours(4).minus(Duration.ofMinutes(10)));
        hub.fires("db:eu", Severity.HIGH);
        hub.clock.advance(Duration.ofMinutes(10));
        hub.look();

        String next = hub.column("SELECT id FROM incident WHERE title = 'web:eu' AND state = 'open'")
                .get(0);
        assertThat(next).isNotEqualTo(resolved);
        JsonNode sheet = new IncidentPages(hub.test.store, JSON, HeldUntil.UNKNOWN)
                .show(next)
                .orElseThrow();
        assertThat(titles(sheet)).containsExactly("db:eu");
        assertThat(titles(shown("db:eu"))).containsExactly("web:eu");
    }

    @Test
    void aTraceSaysOfTwentyIncidentsWhatTheyAreRelatedTo() {
        hub.fireTogether(IntStream.range(0, 25).mapToObj(i -> "web" + i + ":eu").toList(), Severity.HIGH);
        String event = hub.column("SELECT id FROM event").get(0);

        JsonNode trace = new Traces(
                        hub.test.store, JSON, () -> new Rules(List.of(), Recipients.none(), "v"), HeldUntil.UNKNOWN)
                .find(event)
                .orElseThrow();

        assertThat(StreamSupport.stream(trace.path("incidents").spliterator(), false)
                        .filter(incident -> incident.has("related")))
                .hasSize(20);
    }

    @Test
    void alertsOfOneEventKnowOfEachOther() {
        hub.fireTogether(List.of("web:eu", "db:eu"), Severity.HIGH);

        assertThat(titles(message("db:eu"))).containsExactly("web:eu");
    }

    @Test
    void tenAreNamedTheNewestFirstAndTheOthersCounted() {
        for (int i = 0; i < 15; i++) {
            hub.fires("w" + i + ":eu", Severity.HIGH);
            hub.clock.advance(Duration.ofSeconds(1));
        }
        hub.fires("db:eu", Severity.HIGH);

        assertThat(titles(message("db:eu")))
                .hasSize(10)
                .startsWith("w14:eu", "w13:eu")
                .endsWith("w5:eu");
        assertThat(message("db:eu").path("relatedMore").asInt()).isEqualTo(5);
    }

    @Test
    void aGroupWritesOnceWhatItsAlertsShare() {
        hub.groupBy("together");
        hub.fires("db:eu", Severity.HIGH);
        hub.fireTogether(IntStream.range(0, 50).mapToObj(i -> "g/" + i + ":eu").toList(), Severity.HIGH);
        hub.fireTogether(
                IntStream.range(50, 100).mapToObj(i -> "g/" + i + ":eu").toList(), Severity.HIGH);
        hub.look();

        assertThat(hub.column("SELECT count(*) FROM incident_relation")).containsExactly("2");
        assertThat(titles(message("all of g"))).containsExactly("db:eu");
        assertThat(titles(shown("db:eu"))).containsExactly("all of g");
    }

    @Test
    void ofManyThingsThatItsAlertsShareTenAreRemembered() {
        hub.groupBy("together");
        hub.fireTogether(IntStream.range(0, 50).mapToObj(i -> "g/a:" + i).toList(), Severity.HIGH);

        assertThat(hub.column("SELECT count(*) FROM incident_relation")).containsExactly("10");
    }

    @Test
    void whatSharesNothingWritesNothing() {
        hub.fires("web", Severity.HIGH);

        assertThat(hub.column("SELECT count(*) FROM incident_relation")).containsExactly("0");
        assertThat(message("web").has("related")).isFalse();
    }
}
