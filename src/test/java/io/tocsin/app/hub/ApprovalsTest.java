package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.FakeCodePipeline.Mood;
import io.tocsin.store.corridor.SettableClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CodePipeline's approvals over a real hub: asked, answered by link, API and nobody else, told to CodePipeline once. */
@Tag("slow")
class ApprovalsTest {

    private static final String BASE = "https://hub.example.org";
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String PEOPLE = """
            people:
              - { name: ann, audience: technical, addresses: { hook: ann-hook, email: ann@example.com } }
              - { name: ben, audience: business, addresses: { hook: ben-hook } }
              - { name: zoe, audience: technical, addresses: { hook: zoe-hook } }
            teams: [ { name: platform, members: [ ann, ben ] } ]
            receivers: { hook: hook, email: hook }
            """;

    private static final String RULES = """
            questions:
              - name: production
                description: Is the change announced?
                when: { labels: { pipeline: [ { prefix: prod- } ] } }
                ask: [ chat, { people: { names: [ ann, ben, zoe ], via: [ hook ] } } ]
                by: { teams: [ platform ] }
                notWhoPushed: true
                approvals: %d
                within: 4h
                answerTo: codepipeline
            rules:
              - name: all
                when: { source: [ ci ] }
                notify: [ chat ]
            """;

    private final Sink sink = Sink.start();
    private final FakeCodePipeline aws = new FakeCodePipeline();
    private final SettableClock clock = new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private HubFiles files;
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        files = HubFiles.in(folder)
                .with(Setting.URL, BASE)
                .rules(RULES.formatted(1))
                .write("rules/recipients.yaml", PEOPLE)
                .write(
                        "channels/asked.jq",
                        "{kind: .notice.kind, title: .incident.title, question, answer, to: .recipient.name}")
                .webhook("chat", sink.url(), Map.of("template", "asked.jq"))
                .webhook("hook", sink.url(), Map.of("template", "asked.jq"))
                .receiver(
                        "codepipeline-approval",
                        "codepipeline",
                        Map.of("endpoint", aws.url(), "accessKey", "AKIDEXAMPLE", "secretKey", "secret"))
                .clock(clock);
        hub = files.start();
    }

    @AfterEach
    void stop() {
        hub.close();
        aws.close();
        sink.close();
    }

    private String ask() {
        return ask(FakeCodePipeline.notification(aws.token));
    }

    /** The question that an event asks, once all three people and the chat have it. */
    private String ask(String event) {
        String id = hub.send("aws", event);
        await("asked")
                .atMost(SOON)
                .until(() ->
                        hub.count("SELECT count(*) FROM event WHERE id = '" + id + "' AND state = 'decided'") == 1);
        String question =
                hub.text("SELECT id FROM question ORDER BY id DESC LIMIT 1").orElseThrow();
        await("told").atMost(SOON).until(() -> told(question, "opened").size() == 4);
        return question;
    }

    private List<JsonNode> told(String question, String kind) {
        return sink.got().stream()
                .map(got -> TestHub.json(got.body()))
                .filter(body -> body.at("/question/id").asText().equals(question)
                        && body.path("kind").asText().equals(kind))
                .toList();
    }

    private JsonNode ended(String question) {
        passes("its end is told", () -> told(question, "resolved").size() == 4);
        return told(question, "resolved").get(0);
    }

    /** While time passes. */
    private void passes(String what, BooleanSupplier until) {
        await(what).atMost(SOON).until(() -> {
            clock.advance(Duration.ofMillis(400));
            return until.getAsBoolean();
        });
    }

    private String link(String question, String person) {
        return told(question, "opened").stream()
                .filter(body -> body.path("to").asText("").equals(person))
                .map(body -> body.at("/answer/url").asText().substring(BASE.length()))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String path) {
        return hub.exchange(hub.request(path).GET());
    }

    private HttpResponse<String> post(String path, String form) {
        HttpResponse<String> answer = hub.submit(path, form);
        return answer.statusCode() == 303
                ? get("/a/" + answer.headers().firstValue("Location").orElseThrow())
                : answer;
    }

    private HttpResponse<String> api(String question, String person, String choice) {
        return hub.post(
                "/v1/questions/" + question + "/answer",
                "{\"choice\": \"" + choice + "\", \"as\": \"" + person + "\", \"comment\": \"looks good\"}");
    }

    private JsonNode show(String question) {
        return hub.read("/v1/questions/" + question);
    }

    private void telling(String question, String word) {
        passes(word, () -> show(question).path("telling").asText().equals(word));
    }

    private List<String> audit(String question) {
        return hub.hub().store().read(tx -> tx.createQuery(
                        "SELECT action || ' by ' || actor || ': ' || detail FROM audit WHERE target = :id ORDER BY id")
                .bind("id", question)
                .mapTo(String.class)
                .list());
    }

    @Test
    void byALinkItIsApprovedOnceAndEverybodyHearsByWhom() {
        String question = ask();
        HttpResponse<String> page = get(link(question, "ann"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "Approval of prod-deploy: Production / Approve",
                        "Is the change announced?",
                        "Who started it is not known, so that nobody is kept from answering for that.",
                        "Look at &lt;the&gt; change log")
                .contains(
                        "Production",
                        "the team platform",
                        "https://example.com/changes",
                        "value=\"approve\"",
                        "value=\"reject\"")
                .doesNotContain(aws.token, "<script");
        assertThat(hub.count("SELECT count(*) FROM audit WHERE target = '" + question + "'"))
                .isZero();

        HttpResponse<String> answer = post(link(question, "ann"), "act=approve&comment=looks+good");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Your approval counts.", "ann, ").doesNotContain("value=\"approve\"");
        telling(question, "done");
        assertThat(aws.taken()).singleElement().satisfies(taken -> {
            assertThat(taken.path("token").asText()).isEqualTo(FakeCodePipeline.TOKEN);
            assertThat(taken.path("stageName").asText()).isEqualTo("Production");
            assertThat(taken.at("/result/status").asText()).isEqualTo("Approved");
            assertThat(taken.at("/result/summary").asText())
                    .isEqualTo("Approved by ann (" + question + "): looks good");
        });
        assertThat(aws.got().get(0).header("Authorization"))
                .contains("AKIDEXAMPLE", "/eu-west-1/codepipeline/aws4_request");
        assertThat(ended(question).path("title").asText())
                .isEqualTo("Approved by ann: Approval of prod-deploy: Production / Approve");

        // twice, and another who comes second
        assertThat(post(link(question, "ann"), "act=approve").body()).contains("You had answered that before.");
        HttpResponse<String> second = post(link(question, "ben"), "act=reject");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("It was approved before, by ann at ");
        assertThat(aws.calls("PutApprovalResult")).isEqualTo(1);
        assertThat(audit(question)).hasSize(3).satisfies(all -> {
            assertThat(all.get(0))
                    .matches("question.answer by ann \\(link dlv_.*\\): approve \\(looks good\\): Approved");
            assertThat(all.get(1)).startsWith("question.repeat by ann (link ");
            assertThat(all.get(2)).startsWith("question.refuse by ben (link ");
        });
    }

    @Test
    void aCommentMayBeAsLongAsItsFieldTakesInAnyLetters() {
        String question = ask();
        Matcher most = Pattern.compile("name=\"comment\" maxlength=\"(\\d+)\"")
                .matcher(get(link(question, "ann")).body());
        assertThat(most.find()).isTrue();
        String comment = "%E2%82%AC".repeat(Integer.parseInt(most.group(1)));
        assertThat(post(link(question, "ann"), "act=approve&comment=" + comment).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoIsNotAskedSeesItAndAnswersNothingAndSoDoesALinkOfNobody() {
        String question = ask();
        assertThat(get(link(question, "zoe")).body())
                .contains("You can&#39;t answer this.")
                .doesNotContain("value=\"approve\"");
        HttpResponse<String> zoe = post(link(question, "zoe"), "act=approve");
        assertThat(zoe.statusCode()).isEqualTo(409);
        assertThat(zoe.body()).contains("zoe is not asked; the team platform may answer");
        assertThat(get(link(question, "")).body())
                .contains("answers for nobody")
                .doesNotContain("value=\"approve\"");
        assertThat(post(link(question, ""), "act=approve").statusCode()).isEqualTo(409);
        assertThat(api(question, "zoe", "approve").statusCode()).isEqualTo(409);
        assertThat(api(question, "max", "approve").body()).contains("max is nobody whom this hub knows");
        assertThat(api(question, "ann", "perhaps").statusCode()).isEqualTo(400);
        assertThat(hub.post("/v1/questions/" + question + "/answer", "{\"choice\": \"approve\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(api("qst_01m8r3kq9zv3x1f0e2w9n4c7ta", "ann", "approve").statusCode())
                .isEqualTo(404);
        String altered = link(question, "ann");
        char last = altered.charAt(20);
        assertThat(get(altered.substring(0, 20) + (last == 'x' ? 'y' : 'x') + altered.substring(21))
                        .statusCode())
                .isEqualTo(404);
        assertThat(audit(question)).hasSize(4).allMatch(entry -> entry.startsWith("question.refuse by "));
        assertThat(show(question).path("state").asText()).isEqualTo("open");
        assertThat(aws.got()).isEmpty();
    }

    @Test
    void anEditThatHasAnotherReceiverTakeTheAnswerIsRefusedWhileTheHubRuns() {
        files.rules(RULES.formatted(1).replace("answerTo: codepipeline", "answerTo: chat"));
        await().atMost(SOON).until(() -> hub.hub().rules().broken().isPresent());
        assertThat(hub.hub().rules().broken().orElseThrow().get(0).toString())
                .contains("found the receiver `chat`", "which takes no answers", "one of codepipeline");
        files.rules(RULES.formatted(1).replace("ask: [ chat,", "ask: [ codepipeline,"));
        await().atMost(SOON).until(() -> hub.hub().rules().broken().stream()
                .anyMatch(findings -> findings.toString().contains("takes answers to questions and no messages")));
        files.rules(RULES.formatted(1));
        await().atMost(SOON).until(() -> hub.hub().rules().broken().isEmpty());
    }

    @Test
    void theTokenOfAnEventIsLookedUpWithTheAnswerAndWhoStartedItDoesNotApproveIt() {
        files.rules(RULES.formatted(2));
        await().atMost(SOON)
                .until(() -> hub.hub().rules().current().questions().get(0).approvals() == 2);
        hub.send("aws", FakeCodePipeline.started("e-1", "ann@example.com"));
        hub.send("aws", FakeCodePipeline.source("e-1"));
        await().atMost(SOON)
                .until(() -> hub.count("SELECT count(*) FROM pipeline_run WHERE content LIKE '%licence%'") == 1);
        String question = ask(FakeCodePipeline.event("STARTED", "e-1", "a-1"));
        assertThat(get(link(question, "ben")).body())
                .contains("8cf40f2", "Add a licence", "https://example.com/commit/8cf40f2", "ann@example.com");
        HttpResponse<String> ann = api(question, "ann", "approve");
        assertThat(ann.statusCode()).isEqualTo(409);
        assertThat(ann.body()).contains("ann caused what is asked (ann@example.com)");
        assertThat(api(question, "ben", "approve").body()).contains("one more person has to approve");
        await("one of two").atMost(SOON).until(() -> told(question, "updated").size() == 4);
        assertThat(told(question, "updated").get(0).path("title").asText()).endsWith("1 of 2 approved: ben");
        assertThat(aws.got()).isEmpty();
        assertThat(api(question, "ben", "reject").statusCode()).isEqualTo(200);
        telling(question, "done");
        assertThat(aws.taken()).singleElement().satisfies(taken -> assertThat(
                        taken.at("/result/status").asText())
                .isEqualTo("Rejected"));
        assertThat(aws.calls("GetPipelineState")).isEqualTo(1);
    }

    @Test
    void whileAwsIsAwayItIsTriedAgainAndToldAndThenDoneOnce() {
        String question = ask();
        aws.mood = Mood.AWAY;
        assertThat(api(question, "ann", "approve").statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> aws.calls("PutApprovalResult") == 1);
        hub.advance(clock, Duration.ofSeconds(11));
        passes("pending is told", () -> told(question, "acknowledged").size() == 4);
        assertThat(told(question, "acknowledged").get(0).path("title").asText())
                .isEqualTo("Approved by ann, codepipeline has not taken it yet and is tried again: Approval of"
                        + " prod-deploy: Production / Approve");
        aws.mood = Mood.THROTTLES;
        hub.advance(clock, Duration.ofMinutes(5));
        await().atMost(SOON).until(() -> aws.calls("PutApprovalResult") >= 2);
        aws.mood = Mood.WELL;
        // killed or stopped meanwhile: the row is there
        hub.close();
        hub = files.start();
        hub.advance(clock, Duration.ofHours(1));
        telling(question, "done");
        assertThat(aws.taken()).hasSize(1);
        ended(question);
    }

    @Test
    void aResultWhoseAnswerWasLostIsKnownAgainAsOurs() {
        String question = ask();
        aws.mood = Mood.TAKES_AND_FAILS;
        api(question, "ann", "approve");
        await().atMost(SOON).until(() -> aws.taken().size() == 1);
        aws.mood = Mood.WELL;
        hub.advance(clock, Duration.ofMinutes(1));
        telling(question, "done");
        assertThat(aws.calls("PutApprovalResult")).isEqualTo(2);
        assertThat(aws.taken()).hasSize(1);
        assertThat(hub.text("SELECT answer FROM attempt WHERE outcome = 'delivered'"))
                .contains("CodePipeline had taken it at an earlier try");
    }

    @Test
    void whereAnEarlierTryMayHaveBeenTakenAndNobodyMayLookThatIsSaid() {
        String question = ask();
        aws.showsState = false;
        aws.mood = Mood.TAKES_AND_FAILS;
        api(question, "ann", "approve");
        await().atMost(SOON).until(() -> aws.taken().size() == 1);
        aws.mood = Mood.WELL;
        hub.advance(clock, Duration.ofMinutes(1));
        telling(question, "failed");
        assertThat(show(question).path("outcome").asText()).endsWith("; an earlier try may have been taken");
    }

    @Test
    void anotherResultThatNamesTheQuestionIsNotOurs() {
        String question = ask();
        aws.answeredInConsole("Failed", "not as asked in " + question);
        api(question, "ann", "approve");
        telling(question, "failed");
        assertThat(show(question).path("outcome").asText()).contains("who wrote: not as asked in " + question);
    }

    @Test
    void aTokenIsTakenOnlyOfTheExecutionThatWasAskedAbout() {
        aws.actionExecution = "";
        aws.execution = "";
        String unsaid = ask(FakeCodePipeline.event("STARTED", "e-1", "a-1"));
        api(unsaid, "ann", "approve");
        telling(unsaid, "failed");
        assertThat(show(unsaid).path("outcome").asText())
                .isEqualTo(
                        "CodePipeline does not say at which execution the action is, so that it could be another one");
        aws.execution = "e-3";
        String another = ask(FakeCodePipeline.event("STARTED", "e-2", "a-2"));
        api(another, "ann", "approve");
        telling(another, "failed");
        assertThat(show(another).path("outcome").asText())
                .isEqualTo("the execution was superseded: the action is at another one, e-3");
        assertThat(aws.taken()).isEmpty();
        String same = ask(FakeCodePipeline.event("STARTED", "e-3", "a-3"));
        api(same, "ann", "approve");
        telling(same, "done");
        assertThat(aws.taken()).hasSize(1);
    }

    @Test
    void ofExecutionsInParallelEachIsAskedAndAnswered() {
        String first = ask();
        aws.token = "1a2b3c4d-573f-4ea7-a67e-000000000002";
        String second = ask(FakeCodePipeline.notification(aws.token));
        assertThat(show(first).path("state").asText()).isEqualTo("open");
        api(second, "ann", "approve");
        telling(second, "done");
        aws.again();
        aws.token = FakeCodePipeline.TOKEN;
        api(first, "ann", "approve");
        telling(first, "done");
    }

    @Test
    void aLinkWhoseAddressSeveralPeopleHaveAnswersForNobody() {
        String question = ask();
        files.write("rules/recipients.yaml", PEOPLE.replace("hook: zoe-hook", "hook: ann-hook"));
        await().atMost(SOON)
                .until(() ->
                        hub.hub().rules().current().recipients().shared("hook").containsKey("ann-hook"));
        assertThat(get(link(question, "ann")).body())
                .contains("answers for nobody")
                .doesNotContain("value=\"approve\"");
        assertThat(post(link(question, "ann"), "act=approve").statusCode()).isEqualTo(409);
        assertThat(get(link(question, "ben")).body()).contains("value=\"approve\"");
    }

    @Test
    void whatNobodyIsNotifiedOfIsADeadLetterAndAnAlertAsEver() {
        files.rules(RULES.formatted(1)
                .replace(
                        "ask: [ chat, { people: { names: [ ann, ben, zoe ], via: [ hook ] } } ]",
                        "ask: [ { people: { names: [ ben ], via: { medium: [], default: [ hook ] } } } ]"));
        await().atMost(SOON)
                .until(() ->
                        hub.hub().rules().current().questions().get(0).ask().size() == 1);
        String event = hub.send("aws", FakeCodePipeline.event("STARTED", "e-1", "a-1"));
        await().atMost(SOON)
                .until(() ->
                        hub.count("SELECT count(*) FROM event WHERE id = '" + event + "' AND state = 'decided'") == 1);
        assertThat(hub.text("SELECT mapping FROM event WHERE id = '" + event + "'"))
                .hasValueSatisfying(mapping -> assertThat(mapping).doesNotStartWith("question"));
        assertThat(hub.text("SELECT rule || ': ' || reason FROM dead_letter"))
                .contains("question production: nobody is notified of it");
        String question = hub.text("SELECT id FROM question").orElseThrow();
        assertThat(api(question, "ann", "approve").statusCode()).isEqualTo(200);
        telling(question, "done");
    }

    @Test
    void whatNamesNoRegionOfAwsIsNoApproval() {
        hub.send("aws", FakeCodePipeline.notification(aws.token).replace("\"eu-west-1\"", "\"eu.example.com/\""));
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM event WHERE state <> 'pending'") == 1);
        assertThat(hub.count("SELECT count(*) FROM question")).isZero();
    }

    @Test
    void whatWasAnsweredInTheConsoleOrHasAnOldTokenIsToldAsThatAndFinal() {
        String question = ask();
        aws.answeredInConsole();
        api(question, "ann", "approve");
        telling(question, "failed");
        assertThat(show(question).path("outcome").asText())
                .isEqualTo(
                        "it was answered before, in CodePipeline itself by arn:aws:iam::111122223333:user/max, who wrote:"
                                + " fine with me (ApprovalAlreadyCompletedException)");
        assertThat(ended(question).path("title").asText())
                .startsWith("Approved by ann, but not taken: it was answered before");
        assertThat(aws.calls("PutApprovalResult")).isEqualTo(1);
        assertThat(hub.count("SELECT count(*) FROM dead_letter")).isEqualTo(1);
    }

    @Test
    void anOldTokenAndAnotherExecutionAreToldAsWhatTheyAre() {
        String old = ask(FakeCodePipeline.notification("1a2b3c4d-573f-4ea7-a67e-00000000dead"));
        api(old, "ann", "reject");
        telling(old, "failed");
        assertThat(show(old).path("outcome").asText()).contains("InvalidApprovalTokenException");
        String superseded = ask(FakeCodePipeline.event("STARTED", "e-0", "a-0"));
        api(superseded, "ann", "approve");
        telling(superseded, "failed");
        assertThat(show(superseded).path("outcome").asText())
                .isEqualTo("the execution was superseded: the action is at another one, e-1");
        assertThat(aws.taken()).isEmpty();
    }

    @Test
    void anEventOfItsEndWithdrawsItAndTheSameEventAsksOnce() {
        String question = ask(FakeCodePipeline.event("STARTED", "e-1", "a-1"));
        hub.send("aws", FakeCodePipeline.event("STARTED", "e-1", "a-1"));
        hub.send("aws", FakeCodePipeline.event("SUCCEEDED", "e-1", "a-1"));
        assertThat(ended(question).path("title").asText()).startsWith("It was approved in CodePipeline: ");
        assertThat(show(question).path("state").asText()).isEqualTo("withdrawn");
        assertThat(api(question, "ann", "approve").statusCode()).isEqualTo(409);
        assertThat(hub.count("SELECT count(*) FROM question")).isEqualTo(1);

        String other = ask(FakeCodePipeline.event("STARTED", "e-2", "a-2"));
        String newer = ask(FakeCodePipeline.event("STARTED", "e-3", "a-3"));
        assertThat(ended(other).path("title").asText()).contains(newer);
        hub.send("aws", FakeCodePipeline.pipeline("e-3", "SUPERSEDED"));
        assertThat(ended(newer).path("title").asText())
                .startsWith("A newer execution of the pipeline went on in its place");
        assertThat(aws.got()).isEmpty();
    }

    @Test
    void lateIsLateAndSaidToAll() {
        String question = ask();
        hub.advance(clock, Duration.ofHours(4));
        HttpResponse<String> late = post(link(question, "ann"), "act=approve");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(ended(question).path("title").asText()).startsWith("Nobody answered in time: ");
        assertThat(show(question).path("state").asText()).isEqualTo("expired");
        assertThat(hub.read("/v1/questions").path("questions")).isEmpty();
        assertThat(hub.read("/v1/questions?state=expired").path("questions")).hasSize(1);
        assertThat(aws.got()).isEmpty();
    }

    @Test
    void whatNoEntryFitsIsMappedAsEver() {
        hub.send("aws", FakeCodePipeline.event("FAILED", "e-9", "a-9"));
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM alert") == 1);
        hub.send("aws", FakeCodePipeline.event("STARTED", "e-9", "a-9").replace("prod-deploy", "test-deploy"));
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == 2);
        assertThat(hub.count("SELECT count(*) FROM question")).isZero();
    }
}
