package io.tocsin.pipeline.incident;

import static io.tocsin.model.recipient.TestPeople.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.incident.EscalationPolicy;
import io.tocsin.model.incident.EscalationPolicy.Step;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.recipient.Carrier;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Team;
import io.tocsin.model.recipient.TestPeople;
import io.tocsin.model.recipient.Via;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.trace.HeldUntil;
import io.tocsin.pipeline.trace.Traces;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of escalations from the decision to the receiver's answer, over a real file. */
@Tag("store")
class EscalationsInStoreTest {

    private static final String DELIVERIES =
            "SELECT receiver || ' ' || state FROM delivery ORDER BY receiver, version, id";

    @TempDir
    Path folder;

    private TestStages hub;
    private Acts acts;

    static EscalationPolicy platform(int minutes, String... receivers) {
        return new EscalationPolicy(
                "platform",
                "",
                Stream.of(receivers)
                        .map(name -> new Step(
                                List.of(new Page(new Target.Receiver(name), false, false)),
                                Wait.plain(Duration.ofMinutes(minutes)),
                                Optional.empty()))
                        .toList(),
                0,
                Optional.empty(),
                List.of(new Target.Receiver("boss")),
                Optional.empty());
    }

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops", "first", "second", "boss");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").escalating(platform(5, "first", "second")));
        acts = new Acts(hub.test.corridor, hub.notifying(), Duration.ZERO, (tx, unreached, now) -> {});
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void go(Duration time) {
        hub.clock.advance(time);
        hub.look();
        hub.fanOut();
        Stream.of("ops", "first", "second", "boss").forEach(hub::deliver);
    }

    private Acted act(Input.Act act) {
        return acts.act(new ActOrder(hub.column("SELECT max(id) FROM incident").get(0), act, "mia"));
    }

    @Test
    void stepsAreDueAndTakenAndAtTheEndItIsSaidThatNobodyAnswered() {
        hub.fires("a", Severity.HIGH);
        go(Duration.ZERO);
        assertThat(hub.heard()).containsExactlyInAnyOrder("ops opened a", "first opened a");

        go(Duration.ofMinutes(5));
        go(Duration.ofMinutes(5));
        assertThat(hub.heard()).containsExactly("second opened a", "boss opened a");
        assertThat(hub.column("SELECT message FROM notice ORDER BY created_at DESC, id DESC LIMIT 1"))
                .singleElement()
                .asString()
                .contains("\"escalations\":[{\"policy\":\"platform\",\"state\":\"unanswered\",\"step\":2,\"pass\":1}]");

        hub.over("a");
        hub.drain();
        assertThat(hub.heard())
                .containsExactlyInAnyOrder(
                        "ops resolved a", "first resolved a", "second resolved a", "boss resolved a");
    }

    @Test
    void anAcknowledgementSupersedesThePagesThatWait() {
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.deliver("ops");

        assertThat(act(new Input.Acknowledged("mia")).changed()).isTrue();

        assertThat(hub.column("SELECT state || ': ' || reason FROM delivery WHERE receiver = 'first'"))
                .containsExactly("superseded: somebody acknowledged the incident before this was sent");
        assertThat(hub.claim("first")).isEmpty();
        go(Duration.ofHours(2));
        assertThat(hub.heard()).containsExactly("ops opened a", "ops acknowledged a");
    }

    @Test
    void whatAnAcknowledgementSupersededIsSentWhenThatIsTakenBack() {
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.deliver("ops");
        act(new Input.Acknowledged("mia"));
        go(Duration.ofSeconds(5));
        assertThat(hub.heard()).noneMatch(line -> line.startsWith("first"));

        act(new Input.Unacknowledged("mia"));
        go(Duration.ZERO);
        assertThat(hub.heard()).contains("first opened a");

        go(Duration.ofMinutes(5));
        assertThat(hub.heard()).containsExactly("second opened a");
    }

    @Test
    void aPageThatIsNotFannedOutYetIsTakenBackToo() {
        hub.fires("a", Severity.HIGH);
        act(new Input.Acknowledged("mia"));
        hub.drain();

        assertThat(hub.column("SELECT state FROM delivery WHERE receiver = 'first'"))
                .containsExactly("superseded");
        assertThat(hub.heard()).noneMatch(line -> line.startsWith("first"));
    }

    @Test
    void aPageInFlightThatFailsIsNotSentAgainAfterAnAcknowledgement() {
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        Delivery inFlight = hub.claimOne("first");
        act(new Input.Acknowledged("mia"));

        hub.fail(inFlight, FailureClass.TRANSIENT);
        hub.fanOut();
        hub.clock.advance(Duration.ofMinutes(1));
        hub.look();
        hub.fanOut();

        assertThat(hub.claim("first")).isEmpty();
        assertThat(hub.column("SELECT state FROM delivery WHERE receiver = 'first' AND state = 'pending'"))
                .isEmpty();
    }

    /** Pages of three incidents, gathered into one that was not tried; gives it. */
    private Delivery digestOfPages() {
        Stream.of("a", "b", "c").forEach(alert -> hub.fires(alert, Severity.HIGH));
        hub.fanOut();
        hub.deliver("ops");
        Delivery digest = hub.claim("first", 2).get(0);
        assertThat(hub.lines(digest)).containsExactly("first opened a", "first opened b", "first opened c");
        hub.release(digest);
        return digest;
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Acted act(String alert, Input.Act act) {
        String incident = hub.column("SELECT id FROM incident WHERE title = '" + alert + "'")
                .get(0);
        return acts.act(new ActOrder(incident, act, "mia"));
    }

    @Test
    void aPageInADigestThatNobodyTriedIsTakenOutOfItByAnAcknowledgement() {
        digestOfPages();
        act("b", new Input.Acknowledged("mia"));

        assertThat(
                        hub.column(
                                "SELECT state || ': ' || reason FROM delivery WHERE receiver = 'first' AND state = 'superseded'"))
                .containsExactly("superseded: somebody acknowledged the incident before this was sent");
        List<Delivery> claimed = hub.claim("first", 2);
        assertThat(claimed).singleElement().satisfies(digest -> {
            assertThat(hub.lines(digest)).containsExactly("first opened a", "first opened c");
            JsonNode told = read(digest.message());
            assertThat(told.at("/digest/incidents").findValuesAsText("title")).containsExactly("a", "c");
            assertThat(told.at("/incident/title").asText()).isEqualTo("2 incidents");
        });
        hub.deliver(claimed.get(0));
        hub.drain();
        assertThat(hub.heard()).noneMatch(line -> line.startsWith("first") && line.endsWith(" b"));

        act("b", new Input.Unacknowledged("mia"));
        go(Duration.ZERO);
        assertThat(hub.heard()).contains("first opened b");
    }

    @Test
    void aDigestOfWhichAllPagesAreAnsweredIsNotSent() {
        Delivery digest = digestOfPages();
        Stream.of("a", "b", "c").forEach(alert -> act(alert, new Input.Acknowledged("mia")));

        assertThat(hub.claim("first", 2)).isEmpty();
        assertThat(hub.column("SELECT state || ': ' || reason FROM delivery WHERE id = '" + digest.id() + "'"))
                .containsExactly("superseded: all that it told was taken back before it was sent");
        go(Duration.ofHours(2));
        assertThat(hub.heard()).noneMatch(line -> line.startsWith("first"));
        Stream.of("a", "b", "c").forEach(hub::over);
        hub.drain();
        assertThat(hub.heard()).noneMatch(line -> line.startsWith("first"));
    }

    /** Its provider may know it already. */
    @Test
    void aDigestThatWasTriedTellsWhatItTold() {
        digestOfPages();
        Delivery tried = hub.claim("first", 2).get(0);
        act("b", new Input.Acknowledged("mia"));
        hub.fail(tried, FailureClass.TRANSIENT);
        hub.clock.advance(Duration.ofSeconds(5));

        assertThat(hub.claim("first", 2).stream().filter(Delivery::isDigest))
                .singleElement()
                .satisfies(again -> assertThat(again.message()).isEqualTo(tried.message()));
    }

    /** What comes later joins it, and does not bring back what was taken out. */
    @Test
    void whatJoinsADigestDoesNotBringBackWhatWasTakenOutOfIt() {
        hub.fires("x", Severity.HIGH);
        Stream.of("a", "b", "c").forEach(alert -> hub.fires(alert, Severity.HIGH));
        hub.fanOut();
        hub.gather("first", 2); // its destination is paused
        act("b", new Input.Acknowledged("mia"));
        hub.fires("d", Severity.HIGH);
        hub.fanOut();

        List<Delivery> claimed = hub.claim("first", 2);
        assertThat(claimed).singleElement().satisfies(digest -> assertThat(
                        read(digest.message()).at("/digest/incidents").findValuesAsText("title"))
                .containsExactlyInAnyOrder("x", "a", "c", "d"));
    }

    @Test
    void aFallbackIsNotToldOfADigestWhosePagesAreAllAnswered() {
        digestOfPages();
        Stream.of("a", "b", "c").forEach(alert -> act(alert, new Input.Acknowledged("mia")));
        hub.fallbacks.put("first", "boss");
        hub.takeOver("first");
        hub.fanOut();
        hub.deliver("boss");
        assertThat(hub.heard()).noneMatch(line -> line.startsWith("boss"));
    }

    /** Its hub was killed, or stood still, so that its claim lapsed. */
    @Test
    void aPageInFlightThatNobodySaysTheEndOfIsNotSentAgainAfterAnAcknowledgement() {
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.deliver("ops");
        hub.claimOne("first");
        act(new Input.Acknowledged("mia"));
        hub.fanOut();

        hub.clock.advance(Duration.ofMinutes(5));

        assertThat(hub.claim("first").stream().flatMap(page -> hub.lines(page).stream()))
                .isEmpty();
        assertThat(hub.column("SELECT state || ': ' || reason FROM delivery WHERE receiver = 'first' AND version = 1"))
                .containsExactly("superseded: somebody acknowledged the incident before this was sent again");
        hub.fanOut();
        hub.deliver("first");
        assertThat(hub.heard()).contains("first acknowledged a");
        hub.over("a");
        hub.drain();
        assertThat(hub.heard()).contains("first resolved a");
    }

    @Test
    void aPageInFlightThatNobodySaysTheEndOfIsSentAgainWhereNobodyAcknowledges() {
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.claimOne("first");
        hub.clock.advance(Duration.ofMinutes(4));

        assertThat(hub.claim("first")).hasSize(1);
    }

    @Test
    void aPageThatIsDeadMakesTheNextStepComeAtOnce() {
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("first"));
        hub.look();
        hub.fanOut();

        assertThat(hub.claimOne("second").receiver()).isEqualTo("second");
        assertThat(hub.column("SELECT book FROM incident").get(0)).contains("step 1 did not arrive");
    }

    @Test
    void aPageThatAFallbackTakesOverIsAPage() {
        hub.receiver("spare");
        hub.fallbacks.put("first", "spare");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.takeOver("first");

        act(new Input.Acknowledged("mia"));

        assertThat(hub.claim("spare")).isEmpty();
        assertThat(hub.column("SELECT state FROM delivery WHERE receiver = 'spare'"))
                .containsExactly("superseded");
    }

    @Test
    void aReceiverThatIsNotThereMakesTheNextStepComeAtOnce() {
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").escalating(platform(5, "gone", "second")));
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.look();
        hub.fanOut();

        assertThat(hub.column(DELIVERIES)).contains("gone dead", "second pending");
    }

    @Test
    void stepsOfAGroupAreTakenToo() {
        hub.groupBy("by-name");
        hub.fires("g/a", Severity.HIGH);
        go(Duration.ZERO);
        hub.fires("g/b", Severity.CRITICAL);
        go(Duration.ofMinutes(5));

        assertThat(hub.heard()).contains("first opened all of g", "second opened all of g");
        act(new Input.Acknowledged("mia"));
        go(Duration.ofHours(1));
        assertThat(hub.heard()).noneMatch(line -> line.startsWith("boss"));
    }

    @Test
    void aTraceSaysHowFarItIsWhoWasPagedWhatIsNextAndWhoAnswered() {
        hub.fires("a", Severity.HIGH);
        go(Duration.ZERO);
        go(Duration.ofMinutes(5));

        JsonNode running = escalation();
        assertThat(running.path("state").asText()).isEqualTo("running");
        assertThat(running.path("step").asInt()).isEqualTo(2);
        assertThat(running.at("/paged/0/who").asText()).isEqualTo("second");
        assertThat(running.path("why").asText()).isEqualTo("its next step");
        assertThat(Instant.parse(running.path("dueAt").asText()))
                .isEqualTo(hub.clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(running.path("timeline").findValuesAsText("why")).containsExactly("step 1 of 2", "step 2 of 2");

        act(new Input.Acknowledged("mia"));
        JsonNode answered = escalation();
        assertThat(answered.path("state").asText()).isEqualTo("answered");
        assertThat(answered.has("dueAt")).isFalse();
        JsonNode last = answered.path("timeline").get(2);
        assertThat(last.path("actor").asText() + " " + last.path("why").asText())
                .isEqualTo("mia acknowledged");
    }

    private JsonNode escalation() {
        String incident = hub.column("SELECT max(id) FROM incident").get(0);
        return new Traces(
                        hub.test.store,
                        new ObjectMapper(),
                        () -> new Rules(List.of(), Recipients.none(), "v"),
                        HeldUntil.UNKNOWN)
                .find(incident)
                .orElseThrow()
                .at("/incidents/0/escalations/0");
    }

    @Test
    void membersOfATeamHaveTheirTurnsAcrossIncidents() {
        hub.recipients = new Recipients(
                Stream.of("ann", "ben").map(TestPeople::person).toList(),
                List.of(new Team("team", List.of("ann", "ben"), HERE)),
                List.of(new Carrier("email", "first", HERE)));
        Target team = new Target.People(List.of(), List.of("team"), Optional.empty(), Via.always(List.of("email")));
        hub.policies.put(
                "disk",
                TestStages.policy("disk", true, "ops")
                        .escalating(new EscalationPolicy(
                                "platform",
                                "",
                                List.of(new Step(
                                        List.of(new Page(team, true, false)),
                                        Wait.plain(Duration.ofMinutes(5)),
                                        Optional.empty())),
                                0,
                                Optional.empty(),
                                List.of(),
                                Optional.empty())));
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        hub.fires("c", Severity.HIGH);
        go(Duration.ZERO);

        assertThat(hub.heard().stream().filter(line -> line.startsWith("first")).sorted())
                .containsExactly(
                        "first/ann@example.com opened a",
                        "first/ann@example.com opened c",
                        "first/ben@example.com opened b");
    }

    @Test
    void whatWasDoneAndIsToComeOutlastsARestart() {
        hub.fires("a", Severity.HIGH);
        go(Duration.ZERO);
        hub.heard();
        hub.close();
        hub = new TestStages(new TestCorridor(folder), "ops", "first", "second", "boss");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").escalating(platform(5, "first", "second")));
        hub.clock.advance(Duration.ofMinutes(4));
        hub.look();
        assertThat(hub.fanOut()).isZero();

        go(Duration.ofMinutes(1));
        assertThat(hub.heard()).containsExactly("second opened a");
    }
}
