package io.tocsin.pipeline.schedule;

import static io.tocsin.model.recipient.TestPeople.HERE;
import static io.tocsin.model.recipient.TestPeople.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.FileText;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.recipient.Carrier;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.FedShifts;
import io.tocsin.model.schedule.ScheduleContent;
import io.tocsin.model.schedule.ScheduleFiles;
import io.tocsin.model.schedule.ScheduleOverride;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes and whoever goes is notified once, whatever happens to hubs and clocks. */
@Tag("store")
class HandoversTest {

    @TempDir
    Path folder;

    private TestStages hub;
    private FollowShifts following;
    private Recipients recipients = recipients("handover: { receivers: [ ops ] }");
    private Duration lived = Duration.ZERO;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops", "mail");
        hub.clock.advance(lived);
        hub.recipients = recipients;
        following = new FollowShifts(hub.test.store, () -> hub.recipients, () -> true);
        pass(Duration.ZERO);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** Hands are changed at ten past ten by UTC, ten minutes after the test's beginning, and each day then. */
    private static Recipients recipients(String handover) {
        ScheduleContent content = ScheduleFiles.read(
                List.of(
                        new FileText(
                                "schedules.yaml",
                                "schedules:\n  - name: primary\n    zone: UTC\n    " + handover + "\n"
                                        + "    layers: [ { name: days, every: daily, starts: 2026-08-19T10:10, rotation: [ ann, ben ] } ]\n")));
        assertThat(content.findings()).isEmpty();
        return new Recipients(
                List.of(person("ann"), person("ben"), person("cleo")),
                List.of(),
                List.of(new Carrier("email", "mail", HERE)),
                content.schedules());
    }

    private void pass(Duration time) {
        lived = lived.plus(time);
        hub.clock.advance(time);
        following.run();
        hub.look();
        hub.fanOut();
    }

    private List<String> heard() {
        List<String> all = new ArrayList<>();
        for (String receiver : List.of("mail", "ops")) {
            for (Delivery delivery : hub.claim(receiver)) {
                hub.deliver(delivery);
                all.add((receiver.equals("ops") ? "ops" : delivery.address()) + ": "
                        + JsonText.read(hub.test.corridor.json(), delivery.message())
                                .at("/incident/title")
                                .asText());
            }
        }
        return all;
    }

    private static final String ANN_GOES =
            "ann@example.com: You are no longer on call in primary; now: ben until Fri 2026-08-21 10:10 UTC";
    private static final String BEN_COMES =
            "ben@example.com: You are on call in primary until Fri 2026-08-21 10:10 UTC; before: ann";
    private static final String OPS_READ = "ops: On call in primary: ben until Fri 2026-08-21 10:10 UTC; before: ann";

    @Test
    void bothAndWhoeverElseWantsItAreNotifiedOnceAndOverAStartToo() {
        assertThat(heard())
                .as("who is on call when it is first looked at knows")
                .isEmpty();
        pass(Duration.ofMinutes(9));
        assertThat(heard()).isEmpty();
        hub.close();
        lived = lived.plus(Duration.ofMinutes(2));
        open();
        assertThat(heard()).containsExactlyInAnyOrder(ANN_GOES, BEN_COMES, OPS_READ);
        hub.close();
        open();
        pass(Duration.ofMinutes(1));
        assertThat(heard()).isEmpty();
        pass(Duration.ofDays(1));
        assertThat(heard()).hasSize(3).anyMatch(line -> line.startsWith("ann@example.com: You are on call"));
    }

    @Test
    void otherSystemsReadWhoCameAndWhoWent() {
        pass(Duration.ofMinutes(10));
        assertThat(hub.claim("ops"))
                .singleElement()
                .satisfies(
                        delivery -> assertThat(JsonText.read(hub.test.corridor.json(), delivery.message())
                                        .path("shift")
                                        .toString())
                                .isEqualTo(
                                        "{\"schedule\":\"primary\",\"people\":[\"ben\"],\"before\":[\"ann\"],\"until\":\"2026-08-21T10:10:00Z\"}"));
    }

    @Test
    void aClockThatIsSetBackAndShowsItAgainNotifiesNobodyAgain() {
        pass(Duration.ofMinutes(10));
        assertThat(heard()).hasSize(3);
        pass(Duration.ofMinutes(-5));
        hub.recipients = hub.recipients.fed(Map.of("primary", FedShifts.NONE)); // files were read
        pass(Duration.ofMinutes(1));
        assertThat(heard()).isEmpty();
        pass(Duration.ofMinutes(10));
        assertThat(heard()).isEmpty();
    }

    @Test
    void anOverrideCountsFromItsBeginningToItsEnd() {
        Instant now = hub.clock.instant();
        hub.recipients = recipients.overridden(Map.of(
                "primary",
                List.of(new ScheduleOverride(
                        "ovr_1", now, now.plus(Duration.ofMinutes(30)), List.of("cleo"), "ann", ""))));
        pass(Duration.ofSeconds(1));
        assertThat(heard())
                .containsExactlyInAnyOrder(
                        "cleo@example.com: You are on call in primary until Thu 2026-08-20 10:30 UTC; before: ann",
                        "ann@example.com: You are no longer on call in primary; now: cleo until Thu 2026-08-20 10:30 UTC",
                        "ops: On call in primary: cleo until Thu 2026-08-20 10:30 UTC; before: ann");
        pass(Duration.ofMinutes(15));
        assertThat(heard()).as("whose turn it would be does not count").isEmpty();
        hub.recipients = recipients; // somebody ended it
        pass(Duration.ofMinutes(1));
        assertThat(heard())
                .containsExactlyInAnyOrder(
                        BEN_COMES.replace("before: ann", "before: cleo"),
                        ANN_GOES.replace("ann@", "cleo@"),
                        OPS_READ.replace("before: ann", "before: cleo"));
    }

    @Test
    void withoutTheWishNobodyIsNotifiedAndOneWhoHasItAloneIs() {
        hub.recipients = recipients("description: nobody wants it");
        pass(Duration.ofMinutes(10));
        assertThat(heard()).isEmpty();
        assertThat(hub.column("SELECT schedule FROM shift_seen")).isEmpty();
        hub.recipients = recipients("handover: { people: [ incoming ], via: [ email ] }");
        pass(Duration.ofDays(1));
        pass(Duration.ofDays(1));
        assertThat(heard())
                .containsExactly(
                        "ben@example.com: You are on call in primary until Sun 2026-08-23 10:10 UTC; before: ann");
    }

    @Test
    void aHubThatLooksBeforeItKnowsOfAnOverrideKeepsNobodyFromBeingNotified() {
        Instant now = hub.clock.instant();
        try (TestStages other = new TestStages(new TestCorridor(folder, "hub-2"), "ops", "mail")) {
            other.recipients = recipients;
            FollowShifts others = new FollowShifts(other.test.store, () -> other.recipients, () -> true);
            others.run();
            other.look();
            hub.recipients = recipients.overridden(Map.of(
                    "primary",
                    List.of(new ScheduleOverride(
                            "ovr_1", now, now.plus(Duration.ofMinutes(30)), List.of("cleo"), "ann", ""))));
            following.run();
            other.look();
            pass(Duration.ofSeconds(1));
            assertThat(heard()).as("the other hub has seen nothing new").isEmpty();

            other.recipients = hub.recipients;
            others.run();
            pass(Duration.ofSeconds(1));
            assertThat(heard()).hasSize(3).anyMatch(line -> line.startsWith("cleo@example.com: You are on call"));
        }
    }

    @Test
    void ofTwoHubsThatLookAtOnceOneNotifies() {
        try (TestStages other = new TestStages(new TestCorridor(folder, "hub-2"), "ops", "mail")) {
            other.recipients = recipients;
            for (int day = 0; day < 5; day++) {
                Duration time = day == 0 ? Duration.ofMinutes(10) : Duration.ofDays(1);
                hub.clock.advance(time);
                other.clock.advance(time);
                CompletableFuture.allOf(CompletableFuture.runAsync(hub::look), CompletableFuture.runAsync(other::look))
                        .join();
                hub.fanOut();
                assertThat(heard()).as("day %s", day).hasSize(3);
            }
        }
    }
}
