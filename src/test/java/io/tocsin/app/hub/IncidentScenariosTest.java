package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.SqliteDialect;
import io.tocsin.store.sql.TestStores;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What addresses hear where it is easily got wrong, of a real hub, from the event to the receiver, on both stores. */
class IncidentScenariosTest {

    @Nested
    class OnSqlite extends Scenarios {
        @Override
        HubFiles on(HubFiles files, Path folder) {
            return files.store(SqliteDialect::new);
        }
    }

    @Nested
    class OnPostgresql extends Scenarios {
        @Override
        HubFiles on(HubFiles files, Path folder) {
            return files.store(file -> TestStores.shared(folder, "tocsin"));
        }
    }

    /** One hub for all of them: each is an incident of its own. */
    @Tag("slow")
    @Timeout(90)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Scenarios {

        private static final String RULES = """
                incidents:
                  - { name: scene, when: { labels: { scene: [ { exists: true } ] } }, by: [ labels.scene ] }
                rules:
                  - name: grid
                    when: { labels: { scene: [ left-out, blinking ] } }
                    wait: 30s
                    interval: 5m
                    notify: [ ops ]
                  - name: by-severity
                    when: { labels: { scene: [ falls ] } }
                    interval: 0s
                    notify: [ { people: { names: [ mia ], via: { critical: [ sms ], default: [ email ] } } } ]
                  - name: fragile
                    when: { labels: { scene: [ fallback ] } }
                    interval: 0s
                    notify: [ fragile ]
                  - name: repeating
                    when: { labels: { scene: [ acknowledged ] } }
                    interval: 0s
                    repeat: 4h
                    notify: [ ops ]
                  - name: resolving
                    when: { labels: { scene: [ resolved ] } }
                    interval: 0s
                    notify: [ ops ]
                  - name: redriving
                    when: { labels: { scene: [ redriven ] } }
                    interval: 0s
                    notify: [ dies ]
                """;

        private static final String REMOVED = """
                rules:
                  - name: removed
                    when: { labels: { scene: [ removed ] } }
                    interval: 0s
                    notify: [ ops, pager ]
                """;

        private static final String WAITING = """
                SELECT (SELECT count(*) FROM event WHERE state = 'pending')
                  + (SELECT count(*) FROM incident WHERE due_at <= %1$d)
                  + (SELECT count(*) FROM notice WHERE state = 'pending')
                  + (SELECT count(*) FROM delivery WHERE state = 'pending' AND (due_at <= %1$d OR owner IS NOT NULL))
                  + (SELECT count(*) FROM dead_letter WHERE told = 0)
                """;

        private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
        private final Sink sink = Sink.start();
        private final Set<String> gone = ConcurrentHashMap.newKeySet();
        private final List<Sink.Got> taken = new CopyOnWriteArrayList<>();
        private final Map<String, Integer> read = new ConcurrentHashMap<>();
        private TestHub hub;

        /** The same files with a store. */
        abstract HubFiles on(HubFiles files, Path folder);

        @BeforeAll
        void start(@TempDir Path folder) {
            sink.answer(this::answer);
            hub = on(HubFiles.in(folder), folder)
                    .clock(clock)
                    .rules(RULES)
                    .write("rules/removed.yaml", REMOVED)
                    .write("rules/recipients.yaml", """
                            people: [ { name: mia, addresses: { email: mia@example.com, sms: "+1555" } } ]
                            receivers: { email: mail, sms: text }
                            """)
                    .webhook("ops", sink.url() + "/ops", Map.of())
                    .webhook("pager", sink.url() + "/pager", Map.of())
                    .webhook("mail", sink.url() + "/mail", Map.of())
                    .webhook("text", sink.url() + "/text", Map.of())
                    .webhook("spare", sink.url() + "/spare", Map.of())
                    .webhook("fragile", sink.url() + "/fragile", Map.of("fallback", "spare"))
                    .webhook("dies", sink.url() + "/dies", Map.of())
                    .start();
        }

        private Sink.Reply answer(Sink.Got got) {
            if (gone.contains(receiver(got))) {
                return new Sink.Reply(410, "gone");
            }
            taken.add(got);
            return new Sink.Reply(200, "ok");
        }

        @AfterAll
        void stop() {
            hub.close();
            sink.close();
        }

        @Test
        void aSilenceOverSomeMembersLeavesThoseOutAndTheyAreToldWhenTheyAreFree() {
            silence(
                    "{\"matchers\": [\"scene=left-out\", \"member=b\"], \"duration\": \"7m\", \"comment\": \"we know\"}");
            fires("left-out", "a", "high");
            fires("left-out", "b", "high");
            pass(Duration.ofSeconds(30));
            assertThat(heard("left-out")).containsExactly("ops opened a");

            over("left-out", "a");
            pass(Duration.ofMinutes(5));
            assertThat(heard("left-out")).as("what is held back still fires").containsExactly("ops updated over: a");

            pass(Duration.ofMinutes(5));
            assertThat(heard("left-out")).containsExactly("ops updated b");
            over("left-out", "b");
            pass(Duration.ofMinutes(5));
            assertThat(heard("left-out")).containsExactly("ops resolved over: b");
        }

        @Test
        void whoHeardOfAHigherSeverityHearsThatItFellAndTheEnd() {
            fires("falls", "x", "critical");
            assertThat(heard("falls")).containsExactly("text opened x");
            fires("falls", "x", "low");
            assertThat(heard("falls")).containsExactlyInAnyOrder("text updated x", "mail opened x");
            over("falls", "x");
            assertThat(heard("falls")).containsExactlyInAnyOrder("text resolved over: x", "mail resolved over: x");
        }

        @Test
        void whoWasToldInPlaceOfAReceiverThatIsGoneHearsTheEnd() {
            gone.add("fragile");
            fires("fallback", "x", "high");
            assertThat(heard("fallback")).containsExactly("spare opened x");
            gone.remove("fragile");
            over("fallback", "x");
            assertThat(heard("fallback")).containsExactly("spare resolved over: x");
        }

        @Test
        void theEndGoesToWhomTheBeginningWasToldThoughTheRuleWasRemoved() {
            fires("removed", "x", "high");
            assertThat(heard("removed")).containsExactlyInAnyOrder("ops opened x", "pager opened x");
            hub.files().write("rules/removed.yaml", "rules: []\n");
            await().until(() -> !hub.read("/v1/rules").toString().contains("\"removed\""));
            fires("removed", "x", "critical");
            fires("removed", "y", "critical");
            assertThat(heard("removed")).isEmpty();
            over("removed", "x");
            assertThat(heard("removed")).containsExactlyInAnyOrder("ops resolved over: x", "pager resolved over: x");
        }

        @Test
        void aBlinkingAlertIsToldAtItsLooksAndTheOthersAreNotKeptWaiting() {
            for (int i = 0; i < 3; i++) {
                fires("blinking", "x", "high");
                over("blinking", "x");
                pass(Duration.ofSeconds(9));
            }
            fires("blinking", "x", "high");
            pass(Duration.ofSeconds(3));
            assertThat(heard("blinking")).containsExactly("ops opened x");
            over("blinking", "x");
            fires("blinking", "x", "high");
            fires("blinking", "y", "high");
            over("blinking", "x");
            pass(Duration.ofMinutes(5));
            assertThat(heard("blinking")).containsExactly("ops updated y over: x");
            over("blinking", "y");
            fires("blinking", "x", "high");
            pass(Duration.ofMinutes(5));
            assertThat(heard("blinking")).containsExactly("ops updated x over: y");
            over("blinking", "x");
            pass(Duration.ofMinutes(5));
            assertThat(heard("blinking")).containsExactly("ops resolved over: x");
            assertThat(incidents("blinking")).as("one and the same").isEqualTo(1);
        }

        @Test
        void whatIsAcknowledgedIsNotRepeatedAndWhatIsWorseOpensItAgain() {
            fires("acknowledged", "x", "high");
            act("acknowledged", "acknowledge", "{\"as\": \"mia\"}");
            assertThat(heard("acknowledged")).containsExactly("ops opened x", "ops acknowledged x");
            fires("acknowledged", "y", "medium");
            assertThat(heard("acknowledged")).containsExactly("ops updated x y");
            pass(Duration.ofHours(9));
            assertThat(heard("acknowledged")).isEmpty();

            fires("acknowledged", "z", "critical");
            assertThat(heard("acknowledged")).containsExactly("ops updated x y z");
            assertThat(hub.text("SELECT state FROM incident WHERE group_key LIKE '%acknowledged%'"))
                    .contains("open");
            pass(Duration.ofHours(4).minusSeconds(1));
            assertThat(heard("acknowledged")).isEmpty();
            pass(Duration.ofSeconds(1));
            assertThat(heard("acknowledged")).containsExactly("ops reminder x y z");
            over("acknowledged", "x");
            over("acknowledged", "y");
            over("acknowledged", "z");
            assertThat(heard("acknowledged"))
                    .containsExactly("ops updated y z over: x", "ops updated z over: y", "ops resolved over: z");
        }

        @Test
        void whatSomebodyResolvedWhileItFiresIsOnlyCountedUntilItIsOverOrFiresOnForTooLong() {
            fires("resolved", "x", "high");
            act("resolved", "resolve", "{\"as\": \"mia\"}");
            assertThat(heard("resolved")).containsExactly("ops opened x", "ops resolved x");
            fires("resolved", "x", "high");
            over("resolved", "x");
            assertThat(heard("resolved")).isEmpty();

            fires("resolved", "x", "high");
            act("resolved", "resolve", "{\"as\": \"mia\"}");
            assertThat(heard("resolved")).containsExactly("ops opened x", "ops resolved x");
            assertThat(incidents("resolved")).isEqualTo(2);
            pass(Duration.ofHours(4).minusMillis(1));
            assertThat(heard("resolved")).isEmpty();
            pass(Duration.ofMillis(1));
            assertThat(heard("resolved")).containsExactly("ops opened x");
            over("resolved", "x");
            assertThat(heard("resolved")).containsExactly("ops resolved over: x");
        }

        @Test
        void aRedrivenDeliveryOfAnOlderVersionTellsWhatIsNewNowAndNothingOnceAllIsOver() {
            gone.add("dies");
            fires("redriven", "x", "high");
            fires("redriven", "y", "high");
            List<String> letters = letters();
            assertThat(letters).hasSize(2);
            gone.remove("dies");

            redrive(letters.get(0));
            assertThat(heard("redriven")).containsExactly("dies opened x y");
            over("redriven", "x");
            over("redriven", "y");
            assertThat(heard("redriven")).containsExactly("dies updated y over: x", "dies resolved over: y");
            redrive(letters.get(1));
            assertThat(heard("redriven")).isEmpty();
            assertThat(hub.count("SELECT count(*) FROM delivery WHERE receiver = 'dies' AND state = 'superseded'"))
                    .isEqualTo(2);
        }

        /** The open dead letters, the oldest first. */
        private List<String> letters() {
            List<String> ids = new ArrayList<>();
            hub.read("/v1/dead-letters?receiver=dies")
                    .path("deadLetters")
                    .forEach(letter -> ids.add(letter.path("id").asText()));
            return ids.stream().sorted().toList();
        }

        private void redrive(String letter) {
            HttpResponse<String> answer = hub.post("/v1/dead-letters/redrive", "{\"ids\": [\"" + letter + "\"]}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            settle();
        }

        private void silence(String json) {
            HttpResponse<String> answer = hub.post("/v1/silences", json);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }

        private void act(String scene, String verb, String json) {
            String incident = hub.text("SELECT max(id) FROM incident WHERE group_key LIKE '%" + scene + "%'")
                    .orElseThrow();
            HttpResponse<String> answer = hub.post("/v1/incidents/" + incident + "/" + verb, json);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            settle();
        }

        private long incidents(String scene) {
            return hub.count("SELECT count(*) FROM incident WHERE group_key LIKE '%" + scene + "%'");
        }

        private void fires(String scene, String alert, String severity) {
            send(scene, alert, severity, "firing");
        }

        private void over(String scene, String alert) {
            send(scene, alert, "high", "resolved");
        }

        private void send(String scene, String alert, String severity, String status) {
            hub.send("ci", """
                    {"fingerprint": "%1$s-%2$s", "title": "%2$s", "severity": "%3$s", "status": "%4$s",
                     "labels": {"scene": "%1$s", "member": "%2$s"}}""".formatted(scene, alert, severity, status));
            settle();
        }

        private void pass(Duration time) {
            hub.advance(clock, time);
            settle();
        }

        /** All that is due is done. */
        private void settle() {
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> hub.count(WAITING.formatted(clock.instant().toEpochMilli())) == 0);
        }

        /** What receivers took of a scene since it was last asked. */
        private List<String> heard(String scene) {
            List<String> all = taken.stream()
                    .map(got -> line(receiver(got), TestHub.json(got.body())))
                    .filter(line -> line.startsWith(scene + ": "))
                    .map(line -> line.substring(scene.length() + 2))
                    .toList();
            return all.subList(Optional.ofNullable(read.put(scene, all.size())).orElse(0), all.size());
        }

        private static String receiver(Sink.Got got) {
            return got.path().substring(got.path().lastIndexOf('/') + 1);
        }

        private static String line(String receiver, JsonNode message) {
            int round = message.at("/notice/round").asInt();
            String fires = names(message, "firing");
            String over = names(message, "resolved");
            return message.at("/alerts/0/labels/scene").asText() + ": " + receiver + " "
                    + message.at("/notice/kind").asText() + (round > 1 ? " round " + round : "")
                    + (fires.isEmpty() ? "" : " " + fires) + (over.isEmpty() ? "" : " over: " + over);
        }

        private static String names(JsonNode message, String status) {
            Set<String> names = new TreeSet<>();
            message.path("alerts").forEach(alert -> {
                if (alert.path("status").asText().equals(status)) {
                    names.add(alert.path("title").asText());
                }
            });
            return names.stream().collect(Collectors.joining(" "));
        }
    }
}
