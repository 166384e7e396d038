package io.tocsin.pipeline.statistics;

import static io.tocsin.pipeline.statistics.Happened.alert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.SqliteOnly;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours are counted once, whatever clocks and hubs do. */
@Tag("store")
class RollUpTest {

    private static final Instant HOUR = Instant.parse("2026-03-04T10:00:00Z");
    private static final Duration KEEP = Duration.ofDays(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SettableClock clock = new SettableClock(at(5));
    private Store store;
    private Happened happened;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = Store.open(TestStores.at(folder.resolve("hub.db")), clock);
        happened = new Happened(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Instant at(int minutes) {
        return HOUR.plus(Duration.ofMinutes(minutes));
    }

    private void to(Instant time) {
        clock.advance(Duration.between(clock.instant(), time));
    }

    private void make() {
        make(true);
    }

    private void make(boolean nights) {
        RollUp rollUp = new RollUp(store, clock, JSON, KEEP, nights, () -> true);
        for (int i = 0; i < 10; i++) { // a slow machine may need more than one for many hours
            rollUp.run();
        }
    }

    /** Half an hour's work: two alerts, an incident, two receivers, one of which is told again and then given up. */
    private String anHour() {
        String event = happened.event(
                at(1),
                "shop",
                alert("alr_1", "firing", "high", "pay", "all"),
                alert("alr_2", "firing", "low"),
                alert("alr_3", "resolved", "low"));
        String incident = happened.incident(at(1), "shop", "high", "pay");
        String notice = happened.notice(at(1), incident, event, "pay", "[\"hook\",\"ops\"]");
        happened.delivered(happened.delivery(at(1), notice, "hook", "", ""), at(3));
        String dying = happened.delivery(at(1), notice, "ops", "", "");
        happened.tried(dying, 1, at(2));
        happened.tried(dying, 2, at(4));
        happened.dead(dying, "shop", "pay", "ops", at(4));
        happened.acknowledged(incident, at(11));
        happened.acknowledged(incident, at(12)); // again, after somebody else took it back
        happened.resolved(incident, at(31));
        to(at(70));
        return incident;
    }

    @Test
    void whatHappenedIsCountedByEachDimension() {
        anHour();
        make();

        for (String[] of : List.of(
                new String[] {"all", ""},
                new String[] {"severity", "high"},
                new String[] {"rule", "pay"},
                new String[] {"source", "shop"})) {
            long alerts = of[0].equals("all") || of[0].equals("source") ? 2 : 1;
            assertThat(happened.number(of[0], of[1], HOUR, "alerts")).as(of[0]).isEqualTo(alerts);
            for (String once :
                    List.of("incidents", "acknowledged", "resolved", "notices", "delivered", "dead", "retried")) {
                assertThat(happened.number(of[0], of[1], HOUR, once))
                        .as(of[0] + " " + once)
                        .isEqualTo(1);
            }
            assertThat(happened.took(of[0], of[1], HOUR, Took.ACKNOWLEDGING).percentile(50))
                    .isBetween(Duration.ofSeconds(560), Duration.ofSeconds(640));
            assertThat(happened.took(of[0], of[1], HOUR, Took.RESOLVING).percentile(50))
                    .isBetween(Duration.ofMinutes(28), Duration.ofMinutes(32));
            assertThat(happened.took(of[0], of[1], HOUR, Took.DELIVERING).percentile(50))
                    .isBetween(Duration.ofSeconds(112), Duration.ofSeconds(128));
        }
        assertThat(happened.number("rule", "all", HOUR, "alerts")).isEqualTo(1);
        assertThat(happened.number("receiver", "hook", HOUR, "delivered")).isEqualTo(1);
        assertThat(happened.number("receiver", "ops", HOUR, "dead")).isEqualTo(1);
        assertThat(happened.number("receiver", "ops", HOUR, "retried")).isEqualTo(1);
        assertThat(happened.number("receiver", "ops", HOUR, "notices")).isEqualTo(1);
    }

    @Test
    void anHourThatIsMadeAgainIsTheSame() {
        anHour();
        make();
        long alerts = happened.total("all", "alerts");
        store.submit(new WriteHours(), new MadeHour(HOUR, at(0), 1, List.of())).join(); // as if it were not done
        assertThat(happened.total("all", "alerts")).isZero();
        make();
        make();
        assertThat(happened.total("all", "alerts")).isEqualTo(alerts).isEqualTo(2);
        assertThat(happened.total("rule", "notices")).isEqualTo(1);
    }

    @Test
    void theHourThatRunsIsSeenAndGrows() {
        happened.event(at(1), "shop", alert("alr_1", "firing", "high", "pay"));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(1);
        happened.event(at(6), "shop", alert("alr_2", "firing", "high", "pay"));
        to(at(7));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(1);
        to(at(11));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(2);
        happened.event(at(59), "shop", alert("alr_3", "firing", "high", "pay"));
        to(at(63));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(3);
        assertThat(happened.hours()).containsExactly(HOUR, at(60));
    }

    @Test
    void aHubThatWasOffMakesWhatItMissed() {
        happened.event(at(1), "shop", alert("alr_1", "firing", "high", "pay"));
        make();
        happened.event(at(20), "shop", alert("alr_2", "firing", "high", "pay"));
        happened.event(at(90), "shop", alert("alr_3", "firing", "high", "pay"));
        happened.event(at(200), "shop", alert("alr_4", "firing", "high", "pay"));
        to(at(60 * 24 * 3 + 5));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(2);
        assertThat(happened.number("rule", "pay", at(60), "alerts")).isEqualTo(1);
        assertThat(happened.number("rule", "pay", at(180), "alerts")).isEqualTo(1);
        assertThat(happened.hours()).hasSize(73).startsWith(HOUR).endsWith(at(60 * 24 * 3));
    }

    @Test
    void aStoreOfBeforeIsMadeFromItsFirstEvent() {
        happened.event(at(1), "shop", alert("alr_1", "firing", "high", "pay"));
        to(at(125));
        make();
        assertThat(happened.hours()).containsExactly(HOUR, at(60), at(120));
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetDoublesNothingAndLosesNothing() {
        happened.event(at(1), "shop", alert("alr_1", "firing", "high", "pay"));
        to(at(185));
        happened.event(at(182), "shop", alert("alr_2", "firing", "high", "pay"));
        make();
        to(at(10)); // set back by three hours; ids go on counting from the later time
        String late = happened.event(at(182), "shop", alert("alr_3", "firing", "high", "pay"));
        store.submit(
                        (tx, orders, now) -> {
                            tx.execute("UPDATE event SET received_at = ? WHERE id = ?", at(9).toEpochMilli(), late);
                            return orders;
                        },
                        "")
                .join();
        make();
        to(at(65));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(2);
        to(at(190));
        make();
        to(at(243));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(2);
        assertThat(happened.number("rule", "pay", at(180), "alerts")).isEqualTo(1);
        assertThat(happened.total("all", "alerts")).isEqualTo(3);
    }

    @Test
    void aDeliveryThatArrivesHoursLaterCountsWhenItArrives() {
        String incident = happened.incident(at(1), "shop", "high", "pay");
        String notice = happened.notice(at(1), incident, "e", "pay", "[\"hook\"]");
        String slow = happened.delivery(at(1), notice, "hook", "", "");
        to(at(65));
        make();
        happened.delivered(slow, at(190));
        to(at(245));
        make();
        assertThat(happened.number("receiver", "hook", HOUR, "delivered")).isZero();
        assertThat(happened.number("receiver", "hook", at(180), "delivered")).isEqualTo(1);
        assertThat(happened.took("receiver", "hook", at(180), Took.DELIVERING).percentile(50))
                .isBetween(Duration.ofMinutes(178), Duration.ofMinutes(200));
    }

    @Test
    void whatWaitedForTheEndOfQuietHoursWasNotSlow() {
        String incident = happened.incident(at(1), "shop", "high", "pay");
        String notice = happened.notice(
                at(1),
                incident,
                "e",
                "pay",
                "[{\"receiver\":\"texts\",\"address\":\"+1\",\"recipient\":\"\",\"heldUntil\":" + at(180).toEpochMilli()
                        + "}]");
        happened.delivered(happened.delivery(at(1), notice, "texts", "+1", ""), at(181));
        to(at(245));
        make();
        assertThat(happened.took("receiver", "texts", at(180), Took.DELIVERING).percentile(50))
                .isBetween(Duration.ofSeconds(56), Duration.ofSeconds(64));
    }

    @Test
    void anHourIsMadeAgainOnceItsEventsAreDecided() {
        String event = happened.waiting(at(50), "shop");
        to(at(65));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isZero();
        happened.decide(event, alert("alr_1", "firing", "high", "pay"));
        to(at(126));
        make();
        assertThat(happened.number("rule", "pay", HOUR, "alerts")).isEqualTo(1);
    }

    private String person(String name, String kind, String zone) {
        return "{\"name\":\"" + name + "\",\"kind\":\"" + kind + "\",\"timeZone\":\"" + zone + "\"}";
    }

    private void page(Instant at, String person) {
        String notice = happened.notice(at, "inc_0", "e", "pay", "[]");
        happened.delivered(happened.delivery(at, notice, "texts", "+1", person), at);
    }

    @Test
    void whoIsPagedAtNightIsCountedByTheirOwnClockAndMailsDoNotWake() {
        page(at(1), person("ann", "sms", "America/Los_Angeles")); // 02:01 there
        page(at(2), person("ann", "email", "America/Los_Angeles"));
        page(at(3), person("bo", "sms", "Europe/Berlin")); // 11:03 there
        page(at(60 * 24 + 1), person("ann", "voice", "America/Los_Angeles"));
        page(at(60 * 24 + 2), person("ann", "voice", "America/Los_Angeles"));
        to(at(60 * 48));
        make();
        JsonNode noise = new Statistics(store, JSON).noise(HOUR, at(60 * 48), true);
        assertThat(noise.path("people").toString()).isEqualTo("[{\"person\":\"ann\",\"pages\":3,\"nights\":2}]");

        assertThat(new Statistics(store, JSON).noise(HOUR, at(60 * 48), false).has("people"))
                .isFalse();
        to(at(60 * 50));
        make(false); // switched off: what there is goes
        assertThat(happened.total("person", "night_pages")).isZero();
        assertThat(happened.total("all", "delivered")).isEqualTo(5);
    }

    @Test
    void whatNobodyAcknowledgesAndWhatFlapsIsNoise() {
        String incident = anHour();
        assertThat(incident).isNotEmpty();
        happened.notice(at(5), happened.incident(at(5), "shop", "low", "chatty"), "e", "chatty", "[\"hook\"]");
        happened.event(
                at(6),
                "shop",
                alert("alr_9", "firing", "low", "chatty"),
                alert("alr_9", "resolved", "low", "chatty"),
                alert("alr_9", "firing", "low", "chatty"),
                alert("alr_8", "firing", "low", "chatty"),
                alert("alr_8", "resolved", "low", "chatty"));
        make();
        JsonNode noise = new Statistics(store, JSON).noise(HOUR, at(60), true);
        assertThat(noise.path("rules").toString()).isEqualTo("[{\"rule\":\"chatty\",\"incidents\":1,\"notices\":1}]");
        assertThat(noise.path("alerts").toString())
                .isEqualTo("[{\"alert\":\"alr_9\",\"title\":\"Title of alr_9\",\"changes\":2,\"hours\":1}]");
    }

    @Test
    void aPercentileOverDaysIsThatOfAllAndNotTheMeanOfHours() {
        for (int i = 0; i < 98; i++) { // in one hour 98 that took a minute, in another two that took two hours
            happened.resolved(happened.incident(at(0), "shop", "high", "pay"), at(1));
        }
        for (int i = 0; i < 2; i++) {
            happened.resolved(happened.incident(at(60), "shop", "high", "pay"), at(180));
        }
        to(at(245));
        make();
        JsonNode series = new Statistics(store, JSON)
                .series(new SeriesOrder(Dimension.RULE, HOUR, at(240), Step.DAY, ZoneOffset.UTC, 5));
        JsonNode day = series.at("/series/0/steps/0");
        assertThat(day.path("at").asText()).isEqualTo("2026-03-04T00:00:00Z");
        assertThat(day.path("resolved").asInt()).isEqualTo(100);
        assertThat(day.at("/timeToResolve/p95").asDouble()).isBetween(56.0, 64.0);
        assertThat(day.at("/timeToResolve/p99").asDouble()).isBetween(6_700.0, 7_700.0);
        assertThat(series.at("/series/0/total").toString())
                .isEqualTo(day.deepCopy().toString().replaceFirst("\"at\":[^,]*,", ""));
    }

    @Test
    void aSeriesHasTheNamesOfWhichThereIsMostAndSaysHowManyMoreThereAre() {
        for (int i = 1; i <= 3; i++) {
            for (int j = 0; j < i; j++) {
                happened.event(at(i), "source-" + i, alert("alr_" + i, "firing", "high"));
            }
        }
        happened.event(at(90), "source-3", alert("alr_3", "firing", "high"));
        to(at(125));
        make();
        JsonNode series = new Statistics(store, JSON)
                .series(new SeriesOrder(Dimension.SOURCE, HOUR, at(119), Step.HOUR, ZoneId.of("Europe/Berlin"), 2));
        assertThat(series.path("until").asText()).isEqualTo("2026-03-04T12:00:00Z");
        assertThat(series.path("series").findValuesAsText("name")).containsExactly("source-3", "source-2");
        assertThat(series.path("others").asInt()).isEqualTo(1);
        assertThat(series.at("/series/0/total/alerts").asInt()).isEqualTo(4);
        assertThat(series.at("/series/0/steps").findValuesAsText("at"))
                .containsExactly("2026-03-04T10:00:00Z", "2026-03-04T11:00:00Z");
        assertThat(series.at("/series/1/steps")).hasSize(1);
        assertThat(series.path("madeAt").asText()).isEqualTo(at(125).toString());
    }

    @Test
    void onlyTheHubWhoseWorkItIsMakesThem() {
        anHour();
        new RollUp(store, clock, JSON, KEEP, true, () -> false).run();
        assertThat(happened.hours()).isEmpty();
    }

    @Test
    void thirteenMonthsAreKept() {
        anHour();
        make();
        to(HOUR.plus(DueHours.KEPT).minus(Duration.ofHours(1)));
        store.submit(new WriteHours(), new MadeHour(HourRange.of(clock.instant()), clock.instant(), 0, List.of()))
                .join();
        make();
        assertThat(happened.total("all", "alerts")).isEqualTo(2);
        clock.advance(Duration.ofHours(3));
        make();
        assertThat(happened.total("all", "alerts")).isZero();
        assertThat(happened.total("rule", "alerts")).isZero();
        assertThat(happened.hours()).doesNotContain(HOUR);
    }

    /** What is read by time has an index of its own; everything else is a range of ids. */
    @Test
    @SqliteOnly
    void noTableIsReadFromEndToEnd() {
        assertThat(plan(DeliveredPart.LATE)).contains("delivery_late").doesNotContain("SCAN");
        assertThat(plan(RetriedPart.ROWS)).contains("attempt_again").doesNotContain("SCAN");
        assertThat(plan(ResolvedPart.ROWS)).contains("incident_resolved").doesNotContain("SCAN");
    }

    private String plan(String query) {
        List<String> steps = store.read(tx -> tx.createQuery("EXPLAIN QUERY PLAN " + query)
                .bind("at", 0)
                .bind("until", 1)
                .bind("id", "")
                .bind("most", 1)
                .map((row, context) -> row.getString("detail"))
                .list());
        return String.join("; ", steps);
    }
}
