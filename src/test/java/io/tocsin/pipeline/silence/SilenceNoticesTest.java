package io.tocsin.pipeline.silence;

import static io.tocsin.model.recipient.TestPeople.HERE;
import static io.tocsin.model.recipient.TestPeople.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.Carrier;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Window;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The author of a silence hears once that it is about to end, and once that it ended while something that it hid still fires. */
@Tag("store")
class SilenceNoticesTest {

    private static final Recipients ANN = new Recipients(
            List.of(person("ann", Map.of("email", "ann@example.com", "sms", "+1"))),
            List.of(),
            List.of(new Carrier("email", "mail", HERE), new Carrier("sms", "pager", HERE)));

    @TempDir
    Path folder;

    private TestStages hub;
    private Duration lived = Duration.ZERO;

    @BeforeEach
    void open() {
        hub = stages(new TestCorridor(folder));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private TestStages stages(TestCorridor corridor) {
        TestStages stages = new TestStages(corridor, "ops", "mail", "pager");
        stages.clock.advance(lived);
        stages.rule("disk", "ops");
        stages.recipients = ANN;
        return stages;
    }

    private void pass(Duration time) {
        lived = lived.plus(time);
        hub.clock.advance(time);
        hub.look();
        hub.fanOut();
        hub.deliver("ops");
    }

    private Silence silence(Optional<String> id, String author, Duration length) {
        Scope scope = Scope.of(EventPattern.compile("{\"fingerprint\": [\"a\"]}"));
        Instant now = hub.clock.instant();
        SilenceAnswer answer = hub.silences.take(
                new SilenceOrder("mia", id, new SilenceOrder.Be(scope, now, now.plus(length), author, "new disks")));
        assertThat(answer.refused()).isEmpty();
        return answer.silence().orElseThrow();
    }

    /** What ann was sent since it was last asked: to which receiver, and what it says. */
    private List<String> annHears() {
        return hub.claim("mail").stream()
                .map(delivery -> {
                    hub.deliver(delivery);
                    return delivery.address() + ": "
                            + JsonText.read(hub.test.corridor.json(), delivery.message())
                                    .at("/incident/title")
                                    .asText();
                })
                .toList();
    }

    @Test
    void onceBeforeTheEndAndOnceAtItIfSomethingStillFiresThoughTheHubStartsAgain() {
        String id = silence(Optional.empty(), "ann", Duration.ofHours(2)).id();
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofMinutes(104));
        assertThat(annHears()).isEmpty();

        hub.close();
        hub = stages(new TestCorridor(folder));
        pass(Duration.ofMinutes(1));
        assertThat(annHears())
                .containsExactly("ann@example.com: Ends at 2026-08-20 12:00 UTC: your silence " + id
                        + " of {\"fingerprint\":[\"a\"]} (new disks); it hides 1 alert");
        pass(Duration.ofMinutes(14));
        assertThat(annHears()).isEmpty();

        pass(Duration.ofMinutes(1));
        assertThat(annHears())
                .containsExactly("ann@example.com: Ended: your silence " + id
                        + " of {\"fingerprint\":[\"a\"]} (new disks); 1 alert still fires");
        assertThat(hub.heard()).containsExactly("ops opened a");
        pass(Duration.ofDays(1));
        assertThat(annHears()).isEmpty();
        assertThat(hub.column("SELECT what FROM hold_notice")).isEmpty();
        assertThat(hub.claim("pager")).isEmpty();
    }

    @Test
    void ofAnEndAtWhichNothingFiresNobodyHearsAnything() {
        silence(Optional.empty(), "ann", Duration.ofMinutes(40));
        hub.fires("b", Severity.HIGH);
        pass(Duration.ofMinutes(30));
        assertThat(annHears())
                .singleElement()
                .asString()
                .contains("Ends at 2026-08-20 10:40 UTC", "it hides nothing now");
        pass(Duration.ofMinutes(10));
        assertThat(annHears()).isEmpty();
        assertThat(hub.column("SELECT what FROM hold_notice")).isEmpty();
    }

    @Test
    void anotherEndMovesItAndAnEndByHandTakesItAway() {
        Silence silence = silence(Optional.empty(), "ann", Duration.ofHours(2));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofMinutes(110));
        assertThat(annHears()).hasSize(1);

        silence(Optional.of(silence.id()), "ann", Duration.ofHours(2));
        pass(Duration.ofMinutes(30));
        assertThat(annHears()).as("the first end is none any more").isEmpty();
        pass(Duration.ofMinutes(75));
        assertThat(annHears()).singleElement().asString().contains("Ends at 2026-08-20 13:50 UTC");

        hub.silences.take(new SilenceOrder("mia", Optional.of(silence.id()), new SilenceOrder.End("done")));
        pass(Duration.ofHours(1));
        assertThat(annHears()).isEmpty();
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    /** Ann does not look at her mail: what is said waits. */
    private void annWasToldOf(Silence silence) {
        pass(Duration.ofMinutes(106));
        assertThat(waiting()).containsExactly(silence.id() + " 1 pending");
    }

    private List<String> waiting() {
        return hub.column("SELECT incident_id || ' ' || version || ' ' || state FROM delivery"
                + " WHERE incident_id LIKE 'sil_%' OR incident_id LIKE 'win_%' ORDER BY id");
    }

    @Test
    void thatItEndsSoonIsNotSentOnceItEndsLaterOrHasEnded() {
        Silence silence = silence(Optional.empty(), "ann", Duration.ofHours(2));
        annWasToldOf(silence);
        silence(Optional.of(silence.id()), "ann", Duration.ofHours(2));
        assertThat(waiting()).as("it goes on for longer").containsExactly(silence.id() + " 1 superseded");
        pass(Duration.ofMinutes(110));
        assertThat(annHears()).as("the new end").hasSize(1);

        Silence ended = silence(Optional.empty(), "ann", Duration.ofHours(2));
        pass(Duration.ofMinutes(106));
        hub.silences.take(new SilenceOrder("mia", Optional.of(ended.id()), new SilenceOrder.End("done")));
        assertThat(waiting()).as("it was ended").endsWith(ended.id() + " 1 superseded");

        Silence over = silence(Optional.empty(), "ann", Duration.ofHours(2));
        pass(Duration.ofMinutes(106));
        assertThat(waiting()).endsWith(over.id() + " 1 pending");
        pass(Duration.ofMinutes(15));
        assertThat(waiting()).as("it ended by itself").endsWith(over.id() + " 1 superseded");
        assertThat(annHears()).isEmpty();
    }

    @Test
    void whatIsNotEvenFannedOutYetIsNotSentEither() {
        Silence silence = silence(Optional.empty(), "ann", Duration.ofHours(2));
        lived = lived.plus(Duration.ofMinutes(106));
        hub.clock.advance(Duration.ofMinutes(106));
        hub.look();
        hub.silences.take(new SilenceOrder("mia", Optional.of(silence.id()), new SilenceOrder.End("done")));
        hub.fanOut();
        assertThat(annHears()).isEmpty();
        assertThat(hub.column("SELECT state FROM notice")).containsExactly("told");
    }

    @Test
    void thatMaintenanceBeginsIsNotSentOnceItWasEnded() {
        window("PT1H");
        pass(Duration.ofHours(1));
        String id = hub.column("SELECT id FROM maintenance_window").get(0);
        assertThat(waiting()).singleElement().asString().startsWith(id).endsWith("pending");
        hub.windows.take(new WindowOrder("mia", new WindowOrder.End(id, "")));
        pass(Duration.ZERO);
        assertThat(annHears()).singleElement().asString().contains("Maintenance ended");
    }

    @Test
    void whatOpensATicketIsNotUsedForAnAuthor() {
        hub.recipients = new Recipients(
                List.of(person("ann", Map.of("pagerduty", "key", "tickets", "ann"))),
                List.of(),
                List.of(new Carrier("pagerduty", "mail", HERE), new Carrier("tickets", "ops-jira", HERE)));
        silence(Optional.empty(), "ann", Duration.ofHours(2));
        pass(Duration.ofMinutes(106));
        assertThat(hub.column("SELECT id FROM notice")).isEmpty();
    }

    @Test
    void anAuthorWhoIsNobodysNameHearsNothing() {
        silence(Optional.empty(), "amtool of somebody", Duration.ofHours(2));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofHours(3));
        assertThat(annHears()).isEmpty();
        assertThat(hub.column("SELECT what FROM hold_notice")).isEmpty();
    }

    @Test
    void aHubThatWasAwayAtBothTimesTellsTheEndAlone() {
        silence(Optional.empty(), "ann", Duration.ofHours(2));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofHours(5));
        assertThat(annHears()).singleElement().asString().contains("Ended: ", "1 alert still fires");
    }

    @Test
    void oneThatCannotBeReadKeepsNoOtherFromBeingTold() {
        Silence broken = silence(Optional.empty(), "ann", Duration.ofHours(2));
        silence(Optional.empty(), "ann", Duration.ofHours(2).plusSeconds(1));
        hub.test.commit(
                (tx, inputs, now) ->
                        List.of(tx.execute("UPDATE silence SET scope = '{' WHERE id = ?", new Object[] {broken.id()})),
                "");
        pass(Duration.ofMinutes(106));
        assertThat(annHears()).hasSize(1);
        assertThat(hub.column("SELECT due_at - " + hub.clock.millis() + " FROM hold_notice WHERE what = 'ending'"))
                .containsExactly("600000");
    }

    @Test
    void whatStillFiresMakesNoNoticeUrgent() {
        silence(Optional.empty(), "ann", Duration.ofHours(2));
        window("PT1H");
        hub.fires("a", Severity.CRITICAL);
        pass(Duration.ofHours(1));
        pass(Duration.ofHours(1));
        assertThat(hub.column("SELECT message FROM notice WHERE incident_id LIKE 'sil_%' OR incident_id LIKE 'win_%'"))
                .as("of the silence and of the window")
                .hasSizeGreaterThan(1)
                .allSatisfy(message -> assertThat(JsonText.read(new ObjectMapper(), message)
                                .at("/incident/severity")
                                .asText())
                        .isEqualTo("info"));
    }

    /** Makes one, and gives its id. */
    private String window(String length, String... rule) {
        return windowWith("new disks", length, rule);
    }

    private String windowWith(String comment, String length, String... rule) {
        LocalDateTime start = LocalDateTime.parse("2026-08-20T11:00");
        Duration lasts = Duration.parse(length);
        ZoneId zone = ZoneId.of("UTC");
        return hub.windows
                .take(new WindowOrder(
                        "mia",
                        new WindowOrder.Add(
                                Scope.of(EventPattern.compile("{\"fingerprint\": [\"a\"]}")),
                                rule.length == 0
                                        ? Recurrence.once(start, lasts, zone)
                                        : Recurrence.of(start, lasts, zone, rule[0], Set.of()),
                                List.of(new Target.Receiver("mail")),
                                "mia",
                                comment)))
                .window()
                .orElseThrow()
                .id();
    }

    /** A comment is free text: it may be the name of another one, or look like the rest of the line. */
    @Test
    void aMessageNamesExactlyOneWindowWhateverTheirCommentsSay() {
        hub.holds = files(new Target.Receiver("mail"));
        hub.followFiles();
        String one = windowWith("nightly", "PT1H");
        String two = windowWith("nightly", "PT1H");
        String three = windowWith("nightly (The backup), until 2026-08-20T12:00:00Z\nall is well", "PT1H");
        pass(Duration.ofHours(1));

        assertThat(annHears())
                .containsExactlyInAnyOrder(
                        ": Maintenance begins: nightly (The backup), until 2026-08-20T12:00:00Z",
                        ": Maintenance begins: " + one + " (nightly), until 2026-08-20T12:00:00Z",
                        ": Maintenance begins: " + two + " (nightly), until 2026-08-20T12:00:00Z",
                        ": Maintenance begins: " + three
                                + " (nightly (The backup), until 2026-08-20T12:00:00Z all is well), until 2026-08-20T12:00:00Z");
        hub.fires("a", Severity.HIGH);
        hub.look();
        assertThat(hub.column("SELECT DISTINCT held_by FROM held"))
                .as("of those that go on for as long one that somebody made counts, and of these the last")
                .containsExactly("window " + three);
    }

    @Test
    void aLongCommentLeavesAMessageItsLine() {
        String id = windowWith("x".repeat(2_000), "PT1H");
        pass(Duration.ofHours(1));
        assertThat(annHears())
                .containsExactly(
                        ": Maintenance begins: " + id + " (" + "x".repeat(199) + "…), until 2026-08-20T12:00:00Z");
    }

    @Test
    void aWindowsBeginningsAndEndsAreToldOnceThoughTheHubStartsAgain() {
        String named = window("PT2H", "FREQ=DAILY") + " (new disks)";
        pass(Duration.ofMinutes(59));
        assertThat(annHears()).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(annHears()).containsExactly(": Maintenance begins: " + named + ", until 2026-08-20T13:00:00Z");
        hub.fires("a", Severity.HIGH);

        hub.close();
        hub = stages(new TestCorridor(folder));
        pass(Duration.ofMinutes(119));
        assertThat(annHears()).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(annHears()).containsExactly(": Maintenance ended: " + named + "; 1 alert still fires");
        assertThat(hub.heard()).containsExactly("ops opened a");
        pass(Duration.ofHours(22));
        assertThat(annHears()).containsExactly(": Maintenance begins: " + named + ", until 2026-08-21T13:00:00Z");
        assertThat(hub.column("SELECT kind FROM notice WHERE incident_id LIKE 'win_%' ORDER BY id"))
                .containsExactly("opened", "resolved", "opened");
    }

    /** A provider keeps open what it hears no end of. */
    @Test
    void oneThatBeginsAgainJustAsItEndsGoesOnAndItsEndClosesWhatWasOpened() {
        String named = window("PT1H", "FREQ=HOURLY") + " (new disks)";
        pass(Duration.ofHours(1));
        assertThat(annHears()).containsExactly(": Maintenance begins: " + named + ", until 2026-08-20T12:00:00Z");
        pass(Duration.ofHours(1));
        assertThat(annHears()).containsExactly(": Maintenance goes on: " + named + ", until 2026-08-20T13:00:00Z");
        String id = hub.column("SELECT id FROM maintenance_window").get(0);
        hub.windows.take(new WindowOrder("mia", new WindowOrder.End(id, "")));
        pass(Duration.ZERO);
        assertThat(annHears()).containsExactly(": Maintenance ended: " + named);
        assertThat(hub.column("SELECT kind FROM notice WHERE incident_id LIKE 'win_%' ORDER BY version"))
                .containsExactly("opened", "updated", "resolved");
        assertThat(hub.column("SELECT DISTINCT round FROM notice WHERE incident_id LIKE 'win_%'"))
                .hasSize(1);
    }

    @Test
    void oneThatIsShortenedInItsFileEndsThenAndItsEndClosesWhatWasOpened() {
        hub.holds = files(new Target.Receiver("mail"));
        hub.followFiles();
        pass(Duration.ofHours(1));
        assertThat(annHears()).hasSize(1);
        pass(Duration.ofMinutes(30));
        hub.holds = files(new Target.Receiver("mail"), Duration.ofMinutes(20));
        hub.followFiles();
        pass(Duration.ZERO);

        assertThat(annHears()).containsExactly(": Maintenance ended: nightly (The backup)");
        assertThat(hub.column("SELECT kind FROM notice ORDER BY version")).containsExactly("opened", "resolved");
        assertThat(hub.column("SELECT DISTINCT round FROM notice")).hasSize(1);
    }

    @Test
    void oneThatIsEndedTellsItsEndAndThatItWasAwayForNoBeginning() {
        window("PT1H", "FREQ=DAILY");
        pass(Duration.ofHours(5));
        assertThat(annHears()).as("all of it went by").isEmpty();
        pass(Duration.ofHours(20));
        assertThat(annHears()).singleElement().asString().contains("begins");
        String id = hub.column("SELECT id FROM maintenance_window").get(0);
        hub.windows.take(new WindowOrder("mia", new WindowOrder.End(id, "")));
        pass(Duration.ZERO);
        assertThat(annHears()).singleElement().asString().contains("Maintenance ended: " + id + " (new disks)");
        pass(Duration.ofDays(3));
        assertThat(annHears()).isEmpty();
        assertThat(hub.column("SELECT what FROM hold_notice")).isEmpty();
    }

    @Test
    void aFilesWindowIsToldToWhomItNamesAndNoMoreOnceItIsGone() {
        hub.holds = files(new Target.Receiver("mail"));
        hub.followFiles();
        pass(Duration.ofHours(1));
        assertThat(annHears())
                .containsExactly(": Maintenance begins: nightly (The backup), until 2026-08-20T12:00:00Z");

        hub.close();
        hub = stages(new TestCorridor(folder));
        hub.holds = files(new Target.Receiver("mail"));
        hub.followFiles();
        pass(Duration.ofMinutes(30));
        assertThat(annHears()).as("not at each start").isEmpty();
        pass(Duration.ofMinutes(30));
        assertThat(annHears()).containsExactly(": Maintenance ended: nightly (The backup)");
        assertThat(hub.column("SELECT DISTINCT incident_id FROM notice")).containsExactly("window-nightly");

        hub.holds = FileHolds.NONE;
        hub.followFiles();
        pass(Duration.ofDays(2));
        assertThat(annHears()).isEmpty();
        assertThat(hub.column("SELECT what FROM hold_notice")).isEmpty();
    }

    private static FileHolds files(Target target) {
        return files(target, Duration.ofHours(1));
    }

    private static FileHolds files(Target target, Duration length) {
        return new FileHolds(
                List.of(new Window(
                        "nightly",
                        "The backup",
                        EventPattern.compile("{\"fingerprint\": [\"a\"]}"),
                        Recurrence.of(
                                LocalDateTime.parse("2026-08-20T11:00"),
                                length,
                                ZoneId.of("UTC"),
                                "FREQ=DAILY",
                                Set.of()),
                        List.of(target))),
                List.of());
    }

    @Test
    void ofTwoHubsOneTellsIt(@TempDir Path other) {
        hub.close();
        Path file = other.resolve("hub.db");
        hub = stages(new TestCorridor(TestStores.shared(file, "hub-1"), "hub-1", Duration.ofHours(1)));
        try (TestStages two =
                stages(new TestCorridor(TestStores.shared(file, "hub-2"), "hub-2", Duration.ofHours(1)))) {
            for (int i = 0; i < 10; i++) {
                silence(Optional.empty(), "ann", Duration.ofHours(2).plusSeconds(i));
            }
            hub.clock.advance(Duration.ofMinutes(106));
            two.clock.advance(Duration.ofMinutes(106));
            CyclicBarrier bothHaveRead = new CyclicBarrier(2);
            hub.recipientsAsked = once(bothHaveRead);
            two.recipientsAsked = once(bothHaveRead);
            CompletableFuture<Void> beside = CompletableFuture.runAsync(two::look);
            hub.look();
            beside.join();
            assertThat(bothHaveRead.isBroken()).isFalse();
            assertThat(hub.column("SELECT count(*) FROM notice")).containsExactly("10");
        }
    }

    /** What is due is read by then, and not taken yet. */
    private static Runnable once(CyclicBarrier barrier) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                try {
                    barrier.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException("the other hub did not read", e);
                }
            }
        };
    }
}
