package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The link in a message and the page behind it, over a real hub: whose it is, what it does, and what it never does. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnswerLinkTest {

    private static final String BASE = "https://hub.example.org";

    private static final String PEOPLE = """
            people:
              - { name: ann, audience: technical, language: en, timeZone: Europe/Berlin, addresses: { hook: ann-hook } }
              - { name: ben, audience: technical, language: de, timeZone: Europe/Berlin, addresses: { hook: ben-hook } }
            receivers: { hook: hook }
            """;

    private static final String RULES = """
            incidents:
              - { name: by-cluster, when: { labels: { cluster: [ { exists: true } ] } }, by: [ labels.cluster ] }
            rules:
              - name: people
                when: { status: [ firing ] }
                notify: [ chat, { people: { names: [ ann, ben ], via: [ hook ] } } ]
                wait: 0s
                interval: 0s
              - { name: woken, when: { status: [ firing ], labels: { woken: [ "yes" ] } }, notify: [ chat ], escalate: night }
            escalations:
              - { name: night, steps: [ { notify: [ chat ], delay: 1h }, { delay: 1h }, { delay: 1h } ] }
            """;

    private final Sink sink = Sink.start();
    private final SettableClock clock = new SettableClock(Instant.now());
    private TestHub hub;
    private int events;

    @BeforeAll
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .with(Setting.URL, BASE)
                .rules(RULES)
                .write("rules/recipients.yaml", PEOPLE)
                .write("channels/link.jq", "{incident: .incident.id, kind: .notice.kind, answer: .answer}")
                .webhook("chat", sink.url(), Map.of("template", "link.jq"))
                .webhook("hook", sink.url(), Map.of("template", "link.jq"))
                .clock(clock)
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    /** An incident that is told to ann, ben and the chat. */
    private record Told(String incident, String ann, String ben, String chat) {}

    private Told fire(String more) {
        String event = hub.send(
                "ci",
                "{\"title\": \"disk <b>full</b>\", \"description\": \"<script>alert(1)</script>\", \"severity\": \"high\","
                        + " \"status\": \"firing\", \"fingerprint\": \"d" + ++events + "\"" + more + "}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.count(
                                "SELECT count(*) FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE n.event_id = '"
                                        + event + "' AND d.state = 'delivered'")
                        == 3);
        String incident = hub.text("SELECT DISTINCT incident_id FROM notice WHERE event_id = '" + event + "'")
                .orElseThrow();
        return new Told(incident, link(incident, "ann"), link(incident, "ben"), link(incident, ""));
    }

    /** The path of the link that went to somebody. */
    private String link(String incident, String person) {
        for (Sink.Got got : sink.got()) {
            JsonNode body = TestHub.json(got.body());
            String url = body.at("/answer/url").asText();
            if (body.path("incident").asText().equals(incident) && !url.isEmpty()) {
                String path = url.substring(BASE.length());
                String to = get(path).body();
                if (to.contains(person.isEmpty() ? "Link of chat." : " " + person + ". inc_")) {
                    return path;
                }
            }
        }
        throw new AssertionError("no link for " + person);
    }

    private HttpResponse<String> get(String path) {
        return hub.exchange(hub.request(path).GET());
    }

    /** As a browser posts it: with the page that it is sent to. */
    private HttpResponse<String> post(String path, String form) {
        HttpResponse<String> answer = hub.submit(path, form);
        return answer.statusCode() == 303 ? get(location(answer)) : answer;
    }

    private static String location(HttpResponse<String> answer) {
        return "/a/" + answer.headers().firstValue("Location").orElseThrow();
    }

    private String state(Told told) {
        return hub.state(told.incident);
    }

    @Test
    void theLinkIsOfOnePersonAndShowsTheIncidentWithoutALogin() {
        Told told = fire(", \"labels\": {\"at\": \"rack 7\"}");
        assertThat(Set.of(told.ann, told.ben, told.chat)).hasSize(3);
        assertThat(told.ann).matches("/a/[A-Za-z0-9_-]{42}");

        HttpResponse<String> page = get(told.ann);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("disk &lt;b&gt;full&lt;/b&gt;", "&lt;script&gt;alert(1)", "at=rack 7", "HIGH", "Acknowledge")
                .contains("Resolve", "Silence for 1 hour", "Link of ann")
                .doesNotContain("<script", "Your name", "chat", "0 min)");
        assertThat(get(told.ben).body()).contains("Übernehmen", "1 Stunde stumm", "ben");
        assertThat(get(told.chat).body()).contains("Your name");
        for (Map.Entry<String, String> header : Map.of(
                        "Cache-Control", "no-store",
                        "Referrer-Policy", "no-referrer",
                        "X-Content-Type-Options", "nosniff",
                        "X-Frame-Options", "DENY",
                        "X-Robots-Tag", "noindex, nofollow, noarchive",
                        "Content-Type", "text/html; charset=utf-8")
                .entrySet()) {
            assertThat(page.headers().firstValue(header.getKey())).contains(header.getValue());
        }
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'");
        assertThat(page.headers().map()).doesNotContainKey("set-cookie");
    }

    /** Mail scanners and previews of links follow every GET. */
    @Test
    void aThousandVisitsByGetAndHeadChangeNothing() {
        Told told = fire("");
        List<Long> before = rows();
        for (int i = 0; i < 500; i++) {
            assertThat(get(told.ann + (i % 2 == 0 ? "" : "?act=acknowledge")).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> head = hub.exchange(hub.request(told.chat).method("HEAD", BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
        assertThat(rows()).isEqualTo(before);
        assertThat(state(told)).isEqualTo("open");
    }

    private List<Long> rows() {
        return List.of("audit", "incident_comment", "silence", "notice", "delivery", "event").stream()
                .map(table -> hub.count("SELECT count(*) FROM " + table))
                .toList();
    }

    @Test
    void theFirstAcknowledgesAndWhoComesLaterIsToldWhoWasFirst() {
        Told told = fire("");
        HttpResponse<String> first = post(told.ann, "act=acknowledge");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("Acknowledged.").doesNotContain(">Acknowledge<");
        assertThat(state(told)).isEqualTo("acknowledged");

        for (int i = 0; i < 3; i++) { // a replay, and another's
            assertThat(post(told.ann, "act=acknowledge").body()).contains("Already acknowledged by ann at ");
            assertThat(post(told.ben, "act=acknowledge").body()).contains("Schon übernommen von ann um ");
        }
        assertThat(hub.post("/v1/incidents/" + told.incident + "/acknowledge", "{\"as\": \"cleo\"}")
                        .body())
                .contains("\"changed\":false", "\"by\":\"ann\"");
        assertThat(hub.text("SELECT actor FROM audit WHERE action = 'incident.acknowledge' AND target = '"
                                + told.incident + "'")
                        .orElseThrow())
                .startsWith("ann (link dlv_");

        assertThat(post(told.ben, "act=resolve").body()).contains("Behoben.");
        assertThat(state(told)).isEqualTo("resolved");
        assertThat(get(told.ann).body()).contains("RESOLVED", "by ben").doesNotContain("<button");
        HttpResponse<String> late = post(told.ann, "act=acknowledge");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Nothing was done:", "it is resolved");
    }

    @Test
    void aPageThatIsLoadedAgainDoesNothingAgain() {
        Told told = fire("");
        HttpResponse<String> answer = hub.submit(told.ann, "act=acknowledge");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String shown = location(answer);
        assertThat(shown).startsWith(told.ann + "?done=");
        assertThat(get(shown).body()).contains("Acknowledged.");
        assertThat(get(told.ben + shown.substring(told.ann.length())).body())
                .as("another's link")
                .doesNotContain("Acknowledged.", "Übernommen.");
        assertThat(get(shown + "A").body()).doesNotContain("Acknowledged.").contains("acknowledged");

        hub.post("/v1/incidents/" + told.incident + "/unacknowledge", "{\"as\": \"cleo\"}");
        assertThat(get(shown).statusCode()).isEqualTo(200);
        assertThat(state(told)).isEqualTo("open");
        hub.advance(clock, Duration.ofMinutes(11));
        assertThat(get(shown).body()).doesNotContain("Acknowledged.").contains("disk &lt;b&gt;full");
    }

    @Test
    void whoIsNoPersonMaySayTheirNameAndTheAuditSaysWhere() {
        Told told = fire("");
        post(told.chat, "act=acknowledge&name=Max%20%3Cb%3E");
        JsonNode by = hub.read("/v1/incidents/" + told.incident).at("/acknowledged/by");
        assertThat(by.asText()).isEqualTo("Max <b> (through chat)");
        assertThat(get(told.ann).body()).contains("Max &lt;b&gt; (through chat)");
        Told other = fire("");
        post(other.chat, "act=resolve");
        assertThat(hub.read("/v1/incidents/" + other.incident)
                        .at("/resolved/by")
                        .asText())
                .isEqualTo("chat");
        assertThat(hub.text("SELECT actor FROM audit WHERE action = 'incident.resolve' AND target = '" + other.incident
                                + "'")
                        .orElseThrow())
                .startsWith("chat (link dlv_");
    }

    /** Two who want it at once want the same step, and so does one whose finger trembles. */
    @Test
    void theNextStepComesAtOnceAndOnceWhereSomebodyIsWoken() {
        assertThat(get(fire("").ann).body()).doesNotContain("Escalate now");
        Told told = fire(", \"labels\": {\"woken\": \"yes\"}");
        assertThat(get(told.ann).body()).contains("Escalate now");
        assertThat(post(told.ann, "act=escalate").body()).contains("The next step comes now.");
        step(told, 2);
        assertThat(post(told.ann, "act=escalate").body()).contains("Somebody did that a moment ago");
        assertThat(post(told.ben, "act=escalate").body()).contains("Das tat eben schon jemand");
        hub.advance(clock, Duration.ofSeconds(11));
        post(told.ben, "act=escalate");
        step(told, 3);
        assertThat(hub.count("SELECT count(*) FROM audit WHERE action = 'incident.escalate' AND target = '"
                        + told.incident + "'"))
                .isEqualTo(2);

        post(told.ann, "act=acknowledge");
        assertThat(get(told.ann).body()).doesNotContain("Escalate now").contains("Not me any more");
        assertThat(post(told.ann, "act=unacknowledge").body()).contains("Not acknowledged any more.", "Escalate now");
    }

    private void step(Told told, int step) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.read("/v1/incidents/" + told.incident)
                                .at("/escalations/0/step")
                                .asInt()
                        == step);
    }

    @Test
    void whatIsWrittenIsKeptAsACommentWhicheverButtonIsPressed() {
        Told told = fire("");
        assertThat(get(told.ann).body()).contains("<textarea name=\"text\"", ">Comment<");
        assertThat(post(told.ann, "act=comment&text=pg_wal%20is%20full%0D%0A%3Cb%3E")
                        .body())
                .contains("The comment is kept.", "pg_wal is full\n&lt;b&gt;");
        assertThat(post(told.ann, "act=comment&text=pg_wal%20is%20full%0D%0A%3Cb%3E")
                        .body())
                .contains("That was said before");
        assertThat(post(told.ben, "act=acknowledge&text=I%20order%20a%20disk").body())
                .contains("Übernommen.");
        HttpResponse<String> nothing = post(told.chat, "act=comment&text=%20");
        assertThat(nothing.statusCode()).isEqualTo(409);
        assertThat(nothing.body()).contains("nothing is written");
        post(told.chat, "act=comment&text=fine&name=Max");
        JsonNode comments = hub.read("/v1/incidents/" + told.incident).path("comments");
        assertThat(comments.findValuesAsText("text")).containsExactly("pg_wal is full\n<b>", "I order a disk", "fine");
        assertThat(comments.findValuesAsText("by")).containsExactly("ann", "ben", "Max (through chat)");
        assertThat(post(told.ann, "act=comment&text=" + "%E2%82%AC".repeat(700)).statusCode())
                .as("as much as the field takes")
                .isEqualTo(200);
    }

    @Test
    void aNameThatIsTooLongIsCutBetweenItsCharacters() {
        Told told = fire("");
        post(told.chat, "act=acknowledge&name=" + "x".repeat(59) + "%F0%9F%98%80y");
        assertThat(hub.read("/v1/incidents/" + told.incident)
                        .at("/acknowledged/by")
                        .asText())
                .isEqualTo("x".repeat(59) + "😀 (through chat)");
    }

    @Test
    void anHourOfSilenceIsForTheValuesOfTheGroupingOrTheFingerprintAndIsMadeOnce() {
        Told alone = fire("");
        assertThat(post(alone.ann, "act=silence").body()).contains("Silenced until ");
        assertThat(post(alone.ben, "act=silence").body()).contains("Schon stumm von ann bis ");
        assertThat(silence("%" + alone.incident)).contains("\"fingerprint\":[\"d" + events + "\"]");
        assertThat(hub.count("SELECT count(*) FROM silence WHERE comment LIKE '%" + alone.incident + "'"))
                .isOne();
        assertThat(hub.read("/v1/incidents/" + alone.incident)
                        .at("/comments/0/text")
                        .asText())
                .startsWith("silenced until ");

        Told grouped = fire(", \"labels\": {\"cluster\": \"eu\", \"pod\": \"a\"}");
        JsonNode answer =
                TestHub.json(hub.post("/v1/incidents/" + grouped.incident + "/silence", "{\"as\": \"cleo\"}"));
        assertThat(answer.path("changed").asBoolean()).isTrue();
        assertThat(silence("%" + grouped.incident))
                .contains("\"name\":\"cluster\",\"value\":\"eu\"")
                .doesNotContain("pod");
        assertThat(post(grouped.ann, "act=silence").body()).contains("Already silenced by cleo until ");
        assertThat(hub.post("/v1/incidents/" + grouped.incident + "/silence", "{\"duration\": \"8d\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private String silence(String comment) {
        return hub.text("SELECT scope FROM silence WHERE comment LIKE '" + comment + "'")
                .orElseThrow();
    }

    @Test
    void whatOpensNothingIsTheSame404WhateverItIs() {
        Told told = fire("");
        Set<String> answers = new HashSet<>();
        String other = told.ann.substring(0, 20) + (told.ann.charAt(20) == 'A' ? 'B' : 'A') + told.ann.substring(21);
        for (String path : List.of(other, told.ann + "A", "/a/x", "/a/%00", "/a/" + "A".repeat(42))) {
            for (HttpResponse<String> answer : List.of(get(path), post(path, "act=acknowledge"))) {
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                Map<String, List<String>> headers =
                        new java.util.TreeMap<>(answer.headers().map());
                headers.remove("date");
                answers.add(headers + answer.body());
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(state(told)).isEqualTo("open");
        assertThat(post(told.ann, "act=delete").statusCode()).isEqualTo(400);
        assertThat(post(told.ann, "name=" + "x".repeat(20_000)).statusCode()).isEqualTo(413);
        assertThat(post(other, "name=" + "x".repeat(20_000)).body())
                .as("nobody reads what comes with it")
                .isEqualTo(get(other).body());
        for (String form : List.of("act=delete", "name=" + "x".repeat(20_000), "act=acknowledge&name=%zz")) {
            HttpResponse<String> wrong = post(told.ann, form);
            assertThat(wrong.statusCode()).as(form).isIn(400, 413);
            assertThat(wrong.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(wrong.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(wrong.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(wrong.body()).contains("Nothing was done", "Open the link again");
        }
        HttpResponse<String> put = hub.exchange(hub.request(told.ann).PUT(BodyPublishers.noBody()));
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }

    @Test
    void aKeyThatIsRotatedStillOpensUntilAllAreEnded() {
        Told told = fire("");
        assertThat(hub.post("/v1/link-keys", "{}").statusCode()).isEqualTo(201);
        assertThat(get(told.ann).statusCode()).isEqualTo(200);
        Told next = fire("");
        assertThat(hub.post("/v1/link-keys", "{\"endAll\": true}").statusCode()).isEqualTo(201);
        assertThat(get(told.ann).statusCode()).isEqualTo(404);
        assertThat(get(next.ann).statusCode()).isEqualTo(404);
        assertThat(hub.read("/v1/link-keys").path("keys")).hasSize(1);
        assertThat(hub.get("/v1/link-keys").body()).doesNotContain("secret");
    }

    /** The last: time passes. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aLinkEndsWithItsPersonAndItsTime() {
        Told told = fire("");
        hub.files().write("rules/recipients.yaml", PEOPLE.replace("ben", "dev"));
        hub.files().rules(RULES.replace("ben", "dev"));
        await().atMost(Duration.ofSeconds(20)).until(() -> get(told.ben).statusCode() == 404);
        assertThat(get(told.ann).statusCode()).isEqualTo(200);

        hub.advance(clock, Duration.ofDays(3).minusMinutes(1));
        assertThat(get(told.ann).statusCode()).isEqualTo(200);
        hub.advance(clock, Duration.ofMinutes(62));
        HttpResponse<String> over = get(told.ann);
        assertThat(over.statusCode()).isEqualTo(404);
        assertThat(over.body()).isEqualTo(get("/a/x").body());
        assertThat(Optional.of(state(told))).contains("open");
    }
}
