package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.OnCall;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.deadletter.SettleOrder;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.trace.HeldUntil;
import io.tocsin.pipeline.trace.Traces;
import io.tocsin.store.sql.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where too many deliveries wait for one destination they become one that names each incident. */
@Tag("store")
class DigestTest {

    private static final String STATES = "SELECT state || ' ' || count(*) FROM delivery GROUP BY state ORDER BY state";

    @TempDir
    Path folder;

    private TestOutbox outbox;

    @BeforeEach
    void open() {
        outbox = new TestOutbox(folder);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void asManyAsAreAllowedGoOneByOne() {
        tell(20, "low");

        assertThat(outbox.claimAbove(20, 50)).hasSize(20).noneMatch(Delivery::isDigest);
    }

    @Test
    void oneMoreAndAllAreToldInOneMessage() {
        tell(21, "low");

        List<Delivery> claimed = outbox.claimAbove(20, 50);

        assertThat(claimed).hasSize(1);
        JsonNode message = message(claimed.get(0));
        assertThat(message.at("/notice/kind").asText()).isEqualTo("digest");
        assertThat(message.at("/digest/reason").asText()).isEqualTo("waiting");
        assertThat(message.at("/digest/incidents").findValuesAsText("id"))
                .hasSize(21)
                .contains("inc_1", "inc_21");
        assertThat(message.at("/digest/incidents/0").toString())
                .isEqualTo(
                        "{\"id\":\"inc_1\",\"status\":\"open\",\"severity\":\"low\","
                                + "\"title\":\"Title of inc_1\",\"rules\":[\"disk\"],\"kind\":\"opened\",\"at\":\"2026-08-20T10:00:00Z\"}");
        assertThat(outbox.column(STATES)).containsExactly("collapsed 21", "pending 1");
        assertThat(outbox.column("SELECT DISTINCT reason FROM delivery WHERE state = 'collapsed'"))
                .containsExactly("sent in digest " + claimed.get(0).id());
    }

    @Test
    void aDigestHasTheHighestSeverityOfItsIncidentsAndIsOpenWhileOneOfThemIs() {
        tell(2, "low");
        outbox.fanOut(outbox.notice("inc_8", 1, NoticeKind.OPENED, "high"), toOps());
        outbox.fanOut(outbox.notice("inc_9", 2, NoticeKind.RESOLVED, "medium"), toOps());

        JsonNode incident = message(outbox.claimAbove(3, 50).get(0)).path("incident");

        assertThat(incident.path("severity").asText()).isEqualTo("high");
        assertThat(incident.path("status").asText()).isEqualTo("open");
        assertThat(incident.path("title").asText()).isEqualTo("4 incidents");
    }

    @Test
    void moreThanFiftyMakeSeveralDigestsAndOneThatIsLeftGoesByItself() {
        tell(101, "low");

        List<Delivery> claimed = outbox.claimAbove(20, 50);

        assertThat(claimed.stream().filter(Delivery::isDigest)).hasSize(2).allSatisfy(digest -> assertThat(
                        message(digest).at("/digest/incidents"))
                .hasSize(50));
        assertThat(claimed).hasSize(3);
    }

    @Test
    void eachDestinationIsCountedByItself() {
        for (int i = 1; i <= 3; i++) {
            outbox.tell("inc_a" + i, 1, NoticeKind.OPENED, List.of(new Address("ops", "+1")));
        }
        outbox.tell("inc_b", 1, NoticeKind.OPENED, List.of(new Address("ops", "+2")));

        assertThat(outbox.claimAbove(2, 50))
                .extracting(delivery -> delivery.address() + " " + delivery.isDigest())
                .containsExactlyInAnyOrder("+1 true", "+2 false");
    }

    /** Of one reader, whom a schedule has for some of them, until another time each, and a rule's name for others. */
    @Test
    void thatTheReaderIsOnCallKeepsNothingOutOfIt() {
        String ann = "{\"name\":\"ann\",\"language\":\"en\"}";
        for (int i = 1; i <= 3; i++) {
            String until = "{\"schedule\":\"primary\",\"until\":\"2026-08-20T1" + i + ":00:00Z\"}";
            outbox.tell("inc_a" + i, 1, NoticeKind.OPENED, List.of(to(OnCall.added(ann, until))));
        }
        outbox.tell("inc_b", 1, NoticeKind.OPENED, List.of(to(ann)));

        List<Delivery> claimed = outbox.claimAbove(3, 50);

        assertThat(claimed).singleElement().satisfies(digest -> {
            assertThat(message(digest).at("/digest/incidents")).hasSize(4);
            assertThat(digest.recipient()).isEqualTo(ann);
        });
        outbox.tell("inc_c", 1, NoticeKind.OPENED, List.of(to(OnCall.added(ann, "{\"schedule\":\"primary\"}"))));
        assertThat(outbox.claimAbove(3, 50)).singleElement().satisfies(alone -> assertThat(alone.recipient())
                .isEqualTo("{\"name\":\"ann\",\"language\":\"en\",\"onCall\":{\"schedule\":\"primary\"}}"));
    }

    private static Address to(String recipient) {
        return new Address("ops", "+1", recipient, Optional.empty());
    }

    @Test
    void whatIsBeingSentOrIsDueLaterStaysOutOfIt() {
        tell(2, "low");
        outbox.claim(1);
        outbox.settle(outbox.claim(1).get(0), outbox.retry(FailureClass.TRANSIENT, Duration.ofMinutes(1), true));
        tellFrom(3, 5, "low");

        assertThat(outbox.claimAbove(2, 50)).hasSize(1).allMatch(Delivery::isDigest);
        assertThat(outbox.column(STATES)).containsExactly("collapsed 3", "pending 3");
    }

    @Test
    void aDigestGoesAfterEverythingElse() {
        tell(3, "low");
        outbox.claimAbove(2, 1).forEach(digest -> outbox.settle(digest, new Outcome.Released(outbox.clock.instant())));
        outbox.tell("inc_late", 2, NoticeKind.UPDATED, "ops");

        assertThat(outbox.claimOne().incidentId()).isEqualTo("inc_late");
        assertThat(outbox.claimOne().isDigest()).isTrue();
    }

    @Test
    void aDigestWithAPageGoesLikeThePage() {
        tell(3, "critical");
        outbox.claimAbove(2, 1).forEach(digest -> outbox.settle(digest, new Outcome.Released(outbox.clock.instant())));
        outbox.clock.advance(Duration.ofSeconds(1));
        outbox.tell("inc_page", 1, NoticeKind.OPENED, "ops");

        assertThat(outbox.claimOne().isDigest()).isTrue();
        assertThat(outbox.claimOne().incidentId()).isEqualTo("inc_page");
    }

    @Test
    void aDigestOfWhatAnEscalationSendsGoesLikeThePageHoweverBadItIs() {
        for (int i = 1; i <= 3; i++) {
            outbox.fanOut(outbox.notice("inc_" + i, 1, NoticeKind.ESCALATED, "low"), toOps());
        }
        outbox.claimAbove(2, 1).forEach(digest -> outbox.settle(digest, new Outcome.Released(outbox.clock.instant())));
        outbox.clock.advance(Duration.ofSeconds(1));
        outbox.tell("inc_page", 1, NoticeKind.OPENED, "ops");

        assertThat(outbox.claimOne().isDigest()).isTrue();
    }

    @Test
    void aNewerNoticeDoesNotOvertakeTheDigestThatTellsTheOlderOne() {
        tell(3, "low");
        Delivery digest = outbox.claimAbove(2, 1).get(0);
        outbox.tell("inc_2", 2, NoticeKind.RESOLVED, "ops");
        outbox.tell("inc_new", 1, NoticeKind.OPENED, "ops");

        assertThat(outbox.claim(10)).extracting(Delivery::incidentId).containsExactly("inc_new");
        outbox.deliver(digest);
        assertThat(outbox.claimOne().incidentId()).isEqualTo("inc_2");
    }

    @Test
    void aDigestThatHasToBeTriedAgainHoldsNothingBack() {
        tell(3, "low");
        Delivery digest = outbox.claimAbove(2, 1).get(0);
        outbox.tell("inc_2", 2, NoticeKind.RESOLVED, "ops");
        outbox.settle(digest, outbox.retry(FailureClass.TRANSIENT, Duration.ofHours(1), true));

        assertThat(outbox.claimOne().incidentId()).isEqualTo("inc_2");
    }

    @Test
    void whatComesWhileADigestWaitsIsToldInIt() {
        tell(21, "low");
        outbox.claimAbove(20, 0);
        tellFrom(22, 26, "critical");
        outbox.tell("inc_1", 2, NoticeKind.RESOLVED, "ops");

        List<Delivery> claimed = outbox.claimAbove(20, 50);

        assertThat(claimed).hasSize(1);
        JsonNode message = message(claimed.get(0));
        assertThat(message.at("/incident/title").asText()).isEqualTo("26 incidents");
        assertThat(message.at("/incident/severity").asText()).isEqualTo("critical");
        assertThat(message.at("/notice/id").asText()).isEqualTo(claimed.get(0).noticeId());
        assertThat(message.at("/digest/incidents").findValuesAsText("id"))
                .hasSize(26)
                .contains("inc_1", "inc_26");
        assertThat(outbox.column(STATES)).containsExactly("collapsed 26", "pending 2");
        outbox.deliver(claimed.get(0));
        assertThat(outbox.claimOne().version()).isEqualTo(2);
    }

    @Test
    void aDigestThatWasTriedStaysAsItWas() {
        tell(3, "low");
        outbox.settle(outbox.claimAbove(2, 1).get(0), new Outcome.Released(outbox.clock.instant()));
        tellFrom(4, 5, "low");

        assertThat(outbox.claimAbove(2, 10))
                .extracting(Delivery::isDigest)
                .containsExactlyInAnyOrder(true, false, false);
    }

    @Test
    void aDigestThatIsFullTakesNoMore() {
        tell(50, "low");
        outbox.claimAbove(20, 0);
        tellFrom(51, 53, "low");

        assertThat(outbox.claimAbove(20, 10)).hasSize(4);
    }

    @Test
    void aDigestTakesOnlyWhatIsForItsReader() {
        tell(3, "low");
        outbox.claimAbove(2, 0);
        outbox.tell("inc_4", 1, NoticeKind.OPENED, List.of(new Address("ops", "+2")));

        assertThat(outbox.claimAbove(2, 10)).extracting(Delivery::isDigest).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aDigestThatStandsInForOneIsNotChanged() {
        outbox.addLane("pager");
        for (int i = 1; i <= 3; i++) {
            outbox.tell("inc_" + i, 1, NoticeKind.OPENED, "pager");
        }
        outbox.claimAbove("pager", 2, 0);
        outbox.test.commit(
                new TakeOver(outbox.test.corridor, Notifying.NOBODY),
                new TakeOver.Order("pager", "ops", Duration.ofMinutes(10)));
        outbox.tell("inc_4", 1, NoticeKind.OPENED, "ops");
        outbox.test
                .store
                .submit((tx, inputs, now) -> List.of(tx.execute("UPDATE delivery SET fallback_of = 'dlv_y'")), "")
                .join();

        List<Delivery> claimed = outbox.claimAbove(2, 10);

        assertThat(claimed).hasSize(2);
        assertThat(message(claimed.get(0)).at("/digest/incidents")).hasSize(3);
    }

    @Test
    void whatStandsInForSeveralOfOneNoticeIsNamedOnce() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(new Address("ops", "+1"), new Address("ops", "+2")));
        outbox.test
                .store
                .submit(
                        (tx, inputs, now) -> List.of(tx.execute("UPDATE delivery SET address = '', fallback_of = id")),
                        "")
                .join();

        JsonNode message = message(outbox.claimAbove(1, 10).get(0));

        assertThat(message.at("/digest/incidents")).hasSize(1);
        assertThat(message.at("/incident/title").asText()).isEqualTo("1 incident");
    }

    @Test
    void whatComesAfterQuietHoursIsNotToldAsIfItHadBeenHeld() {
        for (int i = 1; i <= 2; i++) {
            outbox.tell("inc_" + i, 1, NoticeKind.OPENED, List.of(untilMorning()));
        }
        outbox.clock.advance(Duration.ofHours(8));
        outbox.claimAbove(20, 0);
        outbox.tell("inc_3", 1, NoticeKind.OPENED, "ops");

        assertThat(outbox.claimAbove(20, 10)).hasSize(2);
    }

    private Address untilMorning() {
        return new Address("ops", "", "", Optional.of(outbox.clock.instant().plus(Duration.ofHours(8))));
    }

    @Test
    void aDigestIsNotPutIntoADigest() {
        tell(3, "low");
        outbox.settle(outbox.claimAbove(2, 1).get(0), new Outcome.Released(outbox.clock.instant()));
        tellFrom(4, 6, "low");

        assertThat(outbox.claimAbove(2, 10)).hasSize(2).allMatch(Delivery::isDigest);
    }

    @Test
    void aDigestThatDiesIsADeadLetterThatCanBeRedriven() {
        tell(3, "low");
        Delivery digest = outbox.claimAbove(2, 1).get(0);
        outbox.kill(digest);

        new DeadLetters(new AllRooms(), outbox.test.corridor, Notifying.NOBODY)
                .redrive(new SettleOrder(outbox.column("SELECT id FROM dead_letter"), "mia", "mended"));

        assertThat(outbox.claimOne().id()).isEqualTo(digest.id());
    }

    @Test
    void whatStandsInForTheDeadIsGatheredApartSoThatItHasNoStandInItself() {
        for (int i = 1; i <= 3; i++) {
            outbox.tell("inc_" + i, 1, NoticeKind.OPENED, "ops");
        }
        outbox.test
                .store
                .submit((tx, inputs, now) -> List.of(tx.execute("UPDATE delivery SET fallback_of = 'dlv_x' || id")), "")
                .join();
        tellFrom(4, 6, "low");

        assertThat(outbox.claimAbove(2, 10))
                .hasSize(2)
                .allMatch(Delivery::isDigest)
                .extracting(delivery -> delivery.fallbackOf().isEmpty())
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void theTraceOfAnEventLeadsToTheDigestThatToldOfIt() {
        tell(3, "low");
        Delivery digest = outbox.claimAbove(2, 1).get(0);
        outbox.deliver(digest);
        outbox.test
                .store
                .submit(
                        (tx, inputs, now) -> List.of(tx.execute(
                                "UPDATE notice SET event_id = 'evt_2' WHERE incident_id = 'inc_2'", new Object[0])),
                        "")
                .join();
        outbox.test
                .store
                .submit(
                        (tx, inputs, now) -> List.of(tx.execute(
                                "INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at,"
                                        + " state, due_at) VALUES ('evt_2', 'ci', '1', '', '{}', '{}', 0, 'decided', 0)",
                                new Object[0])),
                        "")
                .join();

        Traces traces = new Traces(
                outbox.test.store,
                outbox.test.corridor.json(),
                () -> new Rules(List.of(), Recipients.none(), "v"),
                HeldUntil.UNKNOWN);
        JsonNode trace = traces.find("evt_2").orElseThrow();

        assertThat(trace.at("/notices/0/deliveries/0/state").asText()).isEqualTo("collapsed");
        assertThat(trace.at("/notices/0/deliveries/0/digestId").asText()).isEqualTo(digest.id());
        assertThat(trace.at("/notices/1/kind").asText()).isEqualTo("digest");
        assertThat(trace.at("/notices/1/deliveries/0/state").asText()).isEqualTo("delivered");
        assertThat(trace.has("digest")).isFalse();
        JsonNode asked = traces.find(digest.id()).orElseThrow().path("digest");
        assertThat(asked.path("delivery").asText()).isEqualTo(digest.id());
        assertThat(asked.path("reason").asText()).isEqualTo("waiting");
        assertThat(asked.path("told"))
                .hasSize(3)
                .allMatch(told -> !told.path("title").asText().isEmpty());
        assertThat(asked.path("told").findValuesAsText("event")).contains("evt_2");
    }

    private void tell(int count, String severity) {
        tellFrom(1, count, severity);
    }

    private void tellFrom(int first, int last, String severity) {
        for (int i = first; i <= last; i++) {
            outbox.fanOut(outbox.notice("inc_" + i, 1, NoticeKind.OPENED, severity), toOps());
        }
    }

    private static List<Address> toOps() {
        return List.of(new Address("ops", ""));
    }

    private JsonNode message(Delivery delivery) {
        return JsonText.read(outbox.test.corridor.json(), delivery.message());
    }
}
