package io.tocsin.model.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.question.Approval.Awaited;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Approval.Run;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.TestPeople;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CodePipeline says of approvals, as its user guide documents it. */
class CodePipelineEventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ACTION = """
            {"source": "aws.codepipeline", "detail-type": "CodePipeline Action Execution State Change", "account": "111122223333",
             "region": "eu-west-1", "time": "2026-08-20T10:00:00Z", "detail": {"pipeline": "prod-deploy", "execution-id": "e-1",
             "stage": "Production", "action": "Approve", "action-execution-id": "a-1", "state": "%s",
             "type": {"owner": "AWS", "category": "%s", "provider": "Manual", "version": "1"}%s}}
            """;

    private static final String PIPELINE = """
            {"source": "aws.codepipeline", "detail-type": "CodePipeline Pipeline Execution State Change", "account": "111122223333",
             "region": "eu-west-1", "detail": {"pipeline": "prod-deploy", "execution-id": "e-1", "state": "%s"%s}}
            """;

    private static Optional<Approval> read(String text) throws Exception {
        return CodePipelineEvents.read(
                JSON.readTree(text), Map.of("sns-topic", "arn:aws:sns:eu-west-1:111122223333:approvals"));
    }

    @Test
    void aNotificationThroughSnsHasTheToken() throws Exception {
        Awaited awaited = (Awaited) read("""
                {"region": "us-east-2", "consoleLink": "https://console.aws.amazon.com/codepipeline/home?region=us-east-2#/view/MyFirstPipeline",
                 "approval": {"pipelineName": "MyFirstPipeline", "stageName": "MyApprovalStage", "actionName": "MyApprovalAction",
                  "token": "1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN", "expires": "2016-07-07T20:22Z", "externalEntityLink": "http://example.com",
                  "approvalReviewLink": "https://console.aws.amazon.com/codepipeline/home?region=us-east-2#/view/approve",
                  "customData": "Review the latest changes and approve or reject within seven days."}}
                """).orElseThrow();
        assertThat(awaited.token()).contains("1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN");
        assertThat(awaited.expires()).contains(Instant.parse("2016-07-07T20:22:00Z"));
        assertThat(awaited.subject())
                .isEqualTo("aws.codepipeline/111122223333/us-east-2/MyFirstPipeline/MyApprovalStage/MyApprovalAction");
        assertThat(awaited.links())
                .extracting(Brief.Link::href)
                .contains("http://example.com")
                .hasSize(3);
        JsonNode json = awaited.json();
        assertThat(json.at("/labels/pipeline").asText()).isEqualTo("MyFirstPipeline");
        assertThat(json.toString()).doesNotContain("XAMPLETOKEN");
    }

    @Test
    void anEventOfAnApprovalActionThatStartsHasTheExecutionAndNoToken() throws Exception {
        Awaited awaited =
                (Awaited) read(ACTION.formatted("STARTED", "Approval", "")).orElseThrow();
        assertThat(awaited.token()).isEmpty();
        assertThat(awaited.execution()).contains("e-1");
        assertThat(awaited.actionExecution()).contains("a-1");
        assertThat(awaited.key()).isEqualTo("execution a-1");
    }

    @Test
    void itsEndIsOfTheSameKey() throws Exception {
        Over over = (Over) read(ACTION.formatted("FAILED", "Approval", "")).orElseThrow();
        assertThat(over.key()).contains("execution a-1");
        assertThat(over.at()).contains(Instant.parse("2026-08-20T10:00:00Z"));
        assertThat(over.words()).startsWith("it was rejected in CodePipeline");
        Over all = (Over) read(PIPELINE.formatted("SUPERSEDED", "")).orElseThrow();
        assertThat(all.words()).isEqualTo("a newer execution of the pipeline went on in its place");
        assertThat(all.key()).isEmpty();
    }

    @Test
    void aSourceActionSaysTheRevisionAndAStartWhoStartedIt() throws Exception {
        Run run = (Run) read(ACTION.formatted("SUCCEEDED", "Source", """
                , "execution-result": {"external-execution-url": "https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/redirect?Commit=8cf40f2",
                  "external-execution-summary": "{\\"ProviderType\\":\\"GitHub\\",\\"CommitMessage\\":\\"Add a licence\\\\nand more\\"}",
                  "external-execution-id": "8cf40f2"}""")).orElseThrow();
        assertThat(run.revision()).isEqualTo("8cf40f2");
        assertThat(run.summary()).isEqualTo("Add a licence");
        Run started = (Run) read(PIPELINE.formatted("STARTED", """
                , "execution-trigger": {"trigger-type": "StartPipelineExecution",
                  "trigger-detail": "arn:aws:sts::111122223333:assumed-role/Admin/ann@example.com"}""")).orElseThrow();
        assertThat(started.pushedBy()).containsExactly("ann@example.com");
        assertThat(run.and(started))
                .isEqualTo(new Run("e-1", "8cf40f2", "Add a licence", run.url(), List.of("ann@example.com")));
        assertThat(started.and(run)).isEqualTo(run.and(started));
        assertThat(new Run("e-1", "", "", "", List.of("ben")).and(started).pushedBy())
                .containsExactly("ann@example.com", "ben");
    }

    private static String notification(String region, String pipeline, String token, String comment) {
        return """
                {"region": "%s", "approval": {"pipelineName": "%s", "stageName": "s", "actionName": "a", "token": "%s",
                  "expires": "2099-07-07T20:22Z", "customData": "%s"}}
                """.formatted(region, pipeline, token, comment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eu-west-1.example.com/",
                "eu",
                "EU-west-1",
                "eu-west-1\\n",
                "eu-west-123",
                "a@b-c-1",
                "169.254.169.254",
                "us-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-1"
            })
    void whatIsNoRegionBecomesNoPartOfAHostsName(String region) throws Exception {
        assertThat(read(notification(region, "p", "t", ""))).isEmpty();
        assertThat(read(ACTION.formatted("STARTED", "Approval", "").replace("eu-west-1", region)))
                .isEmpty();
    }

    @Test
    void whatIsLongerThanCodePipelineHasItIsNoApproval() throws Exception {
        assertThat(read(notification("us-gov-west-1", "p".repeat(100), "t".repeat(200), "c".repeat(1_000))))
                .isPresent();
        assertThat(read(notification("eu-west-1", "p".repeat(101), "t", ""))).isEmpty();
        assertThat(read(notification("eu-west-1", "p", "t".repeat(201), ""))).isEmpty();
        assertThat(read(notification("eu-west-1", "p", "t", "c".repeat(1_001)))).isEmpty();
        assertThat(read(notification("eu-west-1", "p\\u0007", "t", ""))).isEmpty();
        assertThat(read(notification("eu-west-1", "p", "t", "a\\u001b[2J"))).isEmpty();
        assertThat(read(notification("eu-west-1", "p", "t", "first\\r\\n\\tsecond")))
                .isPresent();
    }

    @Test
    void itWaitsForAsLongAsCodePipelineCanAtMost() throws Exception {
        Instant now = Instant.parse("2026-08-20T10:00:00Z");
        Awaited awaited = (Awaited)
                read(notification("eu-west-1", "prod-deploy", "t", "")).orElseThrow();
        QuestionEntry entry = Entries.listeningTo(List.of());
        assertThat(awaited.question("qst_1", entry, Optional.empty(), now)
                        .terms()
                        .until())
                .isEqualTo(now.plusSeconds(60L * 24 * 3_600));
    }

    @Test
    void whereNobodyIsKnownByWhoStartedItThatIsSaid() throws Exception {
        Recipients people = new Recipients(List.of(TestPeople.person("ann")), List.of(), List.of());
        Awaited awaited =
                (Awaited) read(ACTION.formatted("STARTED", "Approval", "")).orElseThrow();
        Question question = awaited.question(
                "qst_1", Entries.production(), Optional.empty(), Instant.parse("2026-08-20T10:00:00Z"));
        assertThat(question.cautioned(people).brief().text())
                .isEqualTo("Look at the change log first\n"
                        + "Who started it is not known, so that nobody is kept from answering for that.");
        Question byMax = question.startedBy(List.of("max@example.com"));
        assertThat(byMax.brief().labels()).containsEntry("started_by", "max@example.com");
        assertThat(byMax.cautioned(people).brief().text())
                .endsWith(
                        "Nobody in recipients.yaml has the name or an address of who started it (max@example.com), so that"
                                + " nobody is kept from answering for that.");
        assertThat(byMax.startedBy(List.of("ANN@example.com"))
                        .cautioned(people)
                        .brief()
                        .text())
                .isEqualTo("Look at the change log first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"approval\"",
                "{\"approval\": true, \"region\": 1}",
                "{\"region\": \"eu-west-1\", \"approval\": {\"pipelineName\": \"x\"}}",
                "{\"source\": \"aws.codepipeline\", \"detail-type\": \"CodePipeline Stage Execution State Change\", \"detail\": {\"execution-id\": \"e\"}}",
                "{\"source\": \"aws.codepipeline\", \"detail-type\": \"CodePipeline Action Execution State Change\", \"detail\": []}"
            })
    void whatIsNoneOfTheseIsNothing(String text) throws Exception {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void anApprovalIsAQuestionAsItsEntrySaysAndEndsWithTheSoonerOfBoth() throws Exception {
        Awaited awaited =
                (Awaited) read(ACTION.formatted("STARTED", "Approval", "")).orElseThrow();
        Instant now = Instant.parse("2026-08-20T10:00:00Z");
        Question question = awaited.question(
                "qst_1",
                Entries.production(),
                Optional.of(new Run("e-1", "8cf40f2", "Add a licence", "https://example.com/8cf40f2", List.of("ann"))),
                now);
        assertThat(question.terms().until()).isEqualTo(now.plusSeconds(4 * 3_600));
        assertThat(question.terms().pushedBy()).containsExactly("ann");
        assertThat(question.brief().labels())
                .containsEntry("revision", "8cf40f2")
                .containsEntry("change", "Add a licence")
                .containsEntry("started_by", "ann")
                .containsEntry("execution", "e-1");
        assertThat(question.brief().links().get(0).href()).isEqualTo("https://example.com/8cf40f2");
        assertThat(QuestionJson.read(
                        "qst_1",
                        "production",
                        QuestionJson.content(question),
                        now,
                        question.terms().until(),
                        Standing.OPEN,
                        Question.Telling.NONE,
                        "",
                        Optional.empty()))
                .isEqualTo(question);
        assertThat(QuestionJson.shown(question).toString()).doesNotContain("consequence", "token");
    }
}
