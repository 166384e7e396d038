package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.cli.Shell.Ran;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.sql.Change;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who is on call, asked of a running hub by command and API, changed by both, and told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnCallCommandTest {

    private static final String RECIPIENTS = """
            people:
              - { name: ann, addresses: { sms: "+4915112345678" } }
              - { name: ben, addresses: { sms: "+4915112345679" } }
              - { name: cleo, addresses: { sms: "+4915112345670" } }
            receivers: { sms: text }
            """;
    private static final String SCHEDULES = """
            schedules:
              - name: primary
                description: Who is called first
                zone: Europe/Berlin
                layers:
                  - { name: weeks, starts: 2026-01-05T09:00, rotation: [ ann, ben ] }
              - name: secondary
                zone: UTC
                layers:
                  - { name: one, starts: 2020-01-01T09:00, rotation: [ ann ] }
              - name: third
                zone: UTC
                layers:
                  - { name: one, starts: 2020-01-01T09:00, rotation: [ ann ] }
              - name: later
                zone: UTC
                layers:
                  - { name: far, starts: 2999-01-01T00:00, rotation: [ ann ] }
              - name: fed
                zone: UTC
                calendar: { url: "CALENDAR" }
                handover: { people: [], receivers: [ ops ] }
            """;
    private static final String CALENDAR = """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART:20200101T000000Z
            DTEND:29990101T000000Z
            SUMMARY:Cleo
            END:VEVENT
            BEGIN:VEVENT
            DTSTART:20200101T000000Z
            SUMMARY:without an end
            END:VEVENT
            END:VCALENDAR
            """;
    private static final String RULES = """
            rules:
              - name: called
                when: { status: [ firing, resolved ], labels: { on: [ secondary ] } }
                notify: [ { people: { schedules: [ secondary ], via: [ sms ] } } ]
              - name: nobody
                when: { status: [ firing ], labels: { on: [ later ] } }
                notify: [ { people: { schedules: [ later ], via: [ sms ] } } ]
            """;

    private final Sink sink = Sink.start();
    private final Sink calendar = Sink.start().answer(200, CALENDAR);
    private final Sink ops = Sink.start();
    private TestHub hub;
    private Path home;
    private HubFiles files;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder;
        files = HubFiles.in(folder)
                .rules(RULES)
                .write("rules/recipients.yaml", RECIPIENTS)
                .write("rules/schedules.yaml", SCHEDULES.replace("CALENDAR", calendar.url()))
                .webhook("ops", ops.url(), Map.of())
                .webhook("text", sink.url(), Map.of());
        hub = files.start();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
        calendar.close();
        ops.close();
    }

    private Shell shell() {
        return Shell.at(hub, files, home);
    }

    @Test
    void whoIsOnCallIsListedWithUntilWhenAndWhoIsNext() {
        Ran listed = shell().run("oncall", "list", "--at", "2026-03-25T12:00:00Z");

        assertThat(listed.err()).isEmpty();
        assertThat(listed.out())
                .containsPattern("primary +ben +2026-03-30T07:00:00Z  in 4 d +ann +weeks +Who is called first\n")
                .containsPattern("later +nobody\n")
                .endsWith("5 schedules\n");
    }

    @Test
    void aCalendarsUrlSaysWhoIsOnCallAndWhoWantsItHearsOfTheHandOver() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        shell().run("oncall", "show", "fed").out())
                .contains("fed (UTC): cleo\n", "  calendar read ", "without DTEND; the event of line 7 is left out"));
        assertThat(hub.read("/health/ready").toString()).contains("\"calendar\"", "line 7");

        shell().run("oncall", "override", "add", "fed", "ben", "--for", "3h", "--as", "ann");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(ops.got())
                                .anySatisfy(
                                        got -> assertThat(got.body())
                                                .contains("On call in fed: ben until")
                                                .containsPattern(
                                                        "\"shift\":\\{\"schedule\":\"fed\",\"people\":\\[\"ben\"\\],\"before\":\\[\"cleo\"\\]")));
    }

    @Test
    void aWeekIsDrawnByTheClockInTheSchedulesZoneInTheNightInWhichItIsPutToo() {
        Ran shown = shell().run("oncall", "show", "primary", "--at", "2026-03-26T12:00:00Z", "--week");

        assertThat(shown.out()).isEqualTo("""
                primary (Europe/Berlin): ben until Mon 2026-03-30 09:00, in 3 d; then ann
                              0     3     6     9     12    15    18    21
                  Thu 26 Mar  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                  Fri 27 Mar  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                  Sat 28 Mar  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                  Sun 29 Mar  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                  Mon 30 Mar  aaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                  Tue 31 Mar  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                  Wed 01 Apr  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                  a ben
                  b ann

                """);
        assertThat(shell().run("oncall", "show", "primary", "--at", "2026-03-26T12:00:00Z")
                        .out())
                .contains(
                        "FROM                  UNTIL                 ON CALL  THROUGH\n",
                        "Mon 2026-03-30 09:00  Thu 2026-04-02 14:00  ann      weeks\n");
        assertThat(shell().run("oncall", "show", "--at", "2026-03-26T12:00:00Z", "--json")
                        .out())
                .contains("\"schedule\" : \"secondary\"", "\"through\" : \"weeks\"");
    }

    @Test
    void anOverrideIsAddedListedToldAndEndedAndTheAuditKnowsIt() {
        Ran added = shell().run(
                        "oncall",
                        "override",
                        "add",
                        "secondary",
                        "cleo",
                        "--for",
                        "2h",
                        "--comment",
                        "swapped",
                        "--as",
                        "mia");
        assertThat(added.err()).isEmpty();
        assertThat(added.out()).matches("ovr_\\w+ cleo from \\S+Z until \\S+Z\n");
        String id = added.out().split(" ")[0];

        assertThat(onCall("secondary").path("people").toString()).isEqualTo("[\"cleo\"]");
        assertThat(onCall("secondary").path("through").asText()).isEqualTo(id);
        assertThat(onCall("secondary").path("next").toString()).isEqualTo("[\"ann\"]");
        assertThat(shell().run("oncall", "override", "list", "secondary").out())
                .containsPattern(id + "  active .* cleo +mia +swapped\n")
                .endsWith("1 override\n");

        hub.send("ci", "{\"title\": \"it burns\", \"labels\": {\"on\": \"secondary\"}}");
        sink.await(1);
        assertThat(hub.text("SELECT address FROM delivery WHERE receiver = 'text'"))
                .contains("+4915112345670");

        assertThat(shell().run("oncall", "override", "end", "secondary", id, "--reason", "back", "--as", "mia")
                        .out())
                .isEqualTo(id + " ended\n");
        assertThat(onCall("secondary").path("people").toString()).isEqualTo("[\"ann\"]");
        assertThat(onCall("secondary").has("until")).isFalse();
        assertThat(shell().run("oncall", "override", "end", "secondary", id).err())
                .contains("No override of secondary that is not over has this id");
        assertThat(hub.count("SELECT count(*) FROM audit WHERE target = '" + id
                        + "' AND action IN ('on-call.override.add', 'on-call.override.end') AND actor LIKE 'mia (%'"))
                .isEqualTo(2);

        // Whoever was told the beginning is told the end, whoever is on call by then.
        hub.send("ci", "{\"title\": \"it burns\", \"status\": \"resolved\", \"labels\": {\"on\": \"secondary\"}}");
        sink.await(2);
        assertThat(hub.text("SELECT group_concat(DISTINCT address) FROM delivery WHERE receiver = 'text'"))
                .contains("+4915112345670");
    }

    @Test
    void whereNobodyIsOnCallADeadLetterSaysSo() {
        hub.send("ci", "{\"title\": \"it burns unheard\", \"labels\": {\"on\": \"later\"}}");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.count("SELECT count(*) FROM dead_letter WHERE reason LIKE"
                                + " '%nobody is on call in the schedule later%'")
                        == 1);
    }

    @Test
    void whatCannotBeSaysWhatWouldBe() {
        assertThat(refusal("third", "{\"people\": [\"cloe\"], \"duration\": \"1h\"}"))
                .contains("No person is called cloe; did you mean cleo?");
        assertThat(refusal("third", "{\"people\": [], \"duration\": \"1h\"}")).contains("expected names of people");
        assertThat(refusal("third", "{\"people\": [\"ann\"]}")).contains("expected either until");
        assertThat(refusal("third", "{\"people\": [\"ann\"], \"until\": \"2020-01-01T00:00:00Z\"}"))
                .contains("would end before it begins");
        assertThat(refusal("third", "{\"people\": [\"ann\"], \"for\": \"1h\"}")).contains("There is no field for");
        assertThat(shell().run("oncall", "show", "primry").err())
                .contains("No schedule is called primry; did you mean primary?");
        assertThat(shell().run("oncall", "override", "add", "third", "ann").err())
                .contains("Say until when in one way");
        assertThat(hub.get("/v1/on-call/third?until=2020-01-01T00:00:00Z").body())
                .contains("expected an until after from");
        assertThat(hub.get("/v1/on-call?at=yesterday").body()).contains("expected a time such as");
    }

    @Test
    void anOverrideThatHasNotBegunCanBeTakenBackAndNeverWas() {
        Instant from = Instant.now().plus(Duration.ofDays(2));
        HttpResponse<String> made = hub.post(
                "/v1/on-call/third/overrides",
                "{\"people\": [\"ben\", \"cleo\"], \"from\": \"" + from + "\", \"duration\": \"1d\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        String id = TestHub.json(made).path("id").asText();
        String at = "/v1/on-call/third?at=" + from.plusSeconds(60);
        assertThat(hub.read(at).path("people").toString()).isEqualTo("[\"ben\",\"cleo\"]");
        assertThat(hub.read("/v1/on-call/third").at("/shifts")).hasSize(3);
        assertThat(hub.read("/v1/on-call/third/overrides")
                        .at("/overrides/0/state")
                        .asText())
                .isEqualTo("pending");

        assertThat(hub.post("/v1/on-call/third/overrides/" + id + "/end", "{}").statusCode())
                .isEqualTo(200);

        assertThat(hub.read(at).path("people").toString()).isEqualTo("[\"ann\"]");
        assertThat(hub.read("/v1/on-call/third").at("/shifts")).hasSize(1);
    }

    @Test
    void aSecretLinkGivesACalendarUntilItIsRevokedAndNothingElseDoes() throws IOException, InterruptedException {
        Ran made = shell().run("oncall", "link", "--person", "ann", "--as", "mia");
        assertThat(made.exit()).as(made.err()).isZero();
        String link = made.out().strip();
        String path = link.substring(link.indexOf("/v1/"));
        assertThat(path).matches("/v1/calendars/person/ann/tsn_[\\w-]{43}\\.ics");

        HttpResponse<String> calendar = open(path);
        assertThat(calendar.statusCode()).isEqualTo(200);
        assertThat(calendar.headers().firstValue("Content-Type")).contains("text/calendar; charset=utf-8");
        assertThat(calendar.body())
                .contains("SUMMARY:ann (primary)\r\n", "SUMMARY:ann (third)\r\n")
                .doesNotContain("SUMMARY:ben");
        assertThat(open(path).body().replaceAll("DTSTAMP.*", ""))
                .isEqualTo(calendar.body().replaceAll("DTSTAMP.*", ""));

        assertThat(open(path.replace("person/ann", "person/ben")).statusCode()).isEqualTo(404);
        assertThat(open(path.replace("person/ann", "schedule/primary")).statusCode())
                .isEqualTo(404);
        assertThat(open(path.replace("tsn_", "tsn_x")).statusCode()).isEqualTo(404);
        assertThat(open("/v1/on-call").statusCode()).isEqualTo(401);
        String admin = TestHub.json(hub.post("/v1/tokens", "{\"source\": \":admin\"}"))
                .path("token")
                .asText();
        assertThat(open("/v1/calendars/person/ann/" + admin).statusCode()).isEqualTo(404);
        String token = path.substring(path.indexOf("tsn_"), path.length() - 4);
        assertThat(shell().with("HUB_TOKEN", token).run("oncall", "list").err()).contains("refused with 401");

        assertThat(shell().run("tokens", "revoke", made.err().split(";")[0]).exit())
                .isZero();
        assertThat(open(path).statusCode()).isEqualTo(404);
        assertThat(shell().run("oncall", "link", "--schedule", "primry").err()).contains("did you mean primary?");
    }

    @Test
    void theLinkOfAPersonWhoIsGoneOpensNothing() throws IOException, InterruptedException {
        files.write(
                "rules/recipients.yaml",
                RECIPIENTS.replace(
                        "receivers:", "  - { name: dora, addresses: { sms: \"+4915112345671\" } }\nreceivers:"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.post("/v1/people/dora/calendar", "{}").statusCode() == 201);
        String url = TestHub.json(hub.post("/v1/people/dora/calendar", "{}"))
                .path("url")
                .asText();
        String path = url.substring(url.indexOf("/v1/"));
        assertThat(open(path).statusCode()).isEqualTo(200);
        files.write("rules/recipients.yaml", RECIPIENTS);
        await().atMost(Duration.ofSeconds(20)).until(() -> open(path).statusCode() == 404);
        assertThat(open(path).body())
                .isEqualTo(open(path.replace("dora", "nobody")).body());
    }

    @Test
    void anOverrideIsAnsweredAndCountsThoughOneOfOthersCannotBeRead() {
        write("INSERT INTO schedule_override (id, schedule, starts_at, ends_at, people, author, comment, created_at)"
                + " VALUES ('ovr_broken', 'third', 0, 4000000000000, '{', '', '', 0)");
        try {
            HttpResponse<String> made =
                    hub.post("/v1/on-call/third/overrides", "{\"people\": [\"ben\"], \"duration\": \"1h\"}");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(hub.read("/v1/on-call/third/overrides").toString())
                    .as("it counts, as it would on a hub that starts now")
                    .contains(TestHub.json(made).path("id").asText());
            assertThat(hub.post(
                                    "/v1/on-call/third/overrides/"
                                            + TestHub.json(made).path("id").asText() + "/end",
                                    "{}")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            write("DELETE FROM schedule_override WHERE id = 'ovr_broken'");
        }
    }

    private void write(String sql) {
        Change<String, Void> change = (tx, statements, now) -> {
            statements.forEach(tx::execute);
            return Collections.nCopies(statements.size(), null);
        };
        hub.hub().store().submit(change, sql).join();
    }

    private HttpResponse<String> open(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(hub.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode onCall(String schedule) {
        return hub.read("/v1/on-call/" + schedule);
    }

    private String refusal(String schedule, String body) {
        HttpResponse<String> answer = hub.post("/v1/on-call/" + schedule + "/overrides", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }
}
