package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Questions in Slack: buttons and a form, for those whom the question asks, whoever else the app listens to. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlackQuestionsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String RULES = """
            questions:
              - name: production
                when: { source: [ aws.codepipeline ] }
                ask: [ ops-slack ]
                by: { names: [ zoe ] }
                answerTo: codepipeline
            rules: [ { name: all, when: { source: [ ci ] }, notify: [ ops-slack ] } ]
            """;

    private final FakeCodePipeline aws = new FakeCodePipeline();
    private Sink slack;
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        slack = Sink.start().answer(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1755684005.000100\"}");
        hub = HubFiles.in(folder)
                .rules(RULES)
                .write("rules/recipients.yaml", SlackApp.PEOPLE)
                .receiver("slack", "ops-slack", SlackApp.receiver(SlackApp.api(slack)))
                .receiver(
                        "codepipeline-approval",
                        "codepipeline",
                        Map.of("endpoint", aws.url(), "accessKey", "AKIDEXAMPLE", "secretKey", "secret"))
                .write("sources/slack-app.camel.yaml", SlackApp.answers(SlackApp.api(slack)))
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        slack.close();
        aws.close();
    }

    /** A question of an execution, once Slack has its message. */
    private String asked(String execution) {
        aws.actionExecution = "a-" + execution;
        hub.send("aws", FakeCodePipeline.event("STARTED", execution, "a-" + execution));
        JsonNode message = slack.await(
                "/api/chat.postMessage", execution, body -> body.toString().contains("tocsin-approve"));
        List<String> values = SlackApp.actions(message).findValuesAsText("value");
        String id = values.get(0).split(" ")[1];
        assertThat(values)
                .containsExactly("approve " + id, "reject " + id, "comment-approve " + id, "comment-reject " + id);
        return id;
    }

    private void takes(JsonNode payload) {
        HttpResponse<String> answer = AnsweringHub.inTime(() -> SlackApp.post(hub, SlackApp.form(payload)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    private String state(String question) {
        return hub.read("/v1/questions/" + question).path("state").asText();
    }

    @Test
    void aButtonAnswersForWhoMayAndTheMessageSaysWho() {
        String question = asked("e-11");
        takes(SlackApp.click(slack, "U1", "approve " + question)); // an engineer, and not asked
        slack.await("/actions/T1", "ann is not asked; zoe may answer", body -> true);
        takes(SlackApp.click(slack, "U9", "approve " + question));
        slack.await("/actions/T1", "Slack user U9 is nobody whom this hub knows", body -> true);
        assertThat(state(question)).isEqualTo("open");

        ObjectNode click = SlackApp.click(slack, "U3", "approve " + question);
        takes(click);
        takes(click); // Slack's own retry
        assertThat(state(question)).isEqualTo("approved");
        JsonNode edited = slack.await("/api/chat.update", "Approved by zoe", body -> true);
        assertThat(SlackApp.actions(edited).isMissingNode()).isTrue();
        assertThat(edited.path("text").asText()).startsWith("[APPROVED] Approved by zoe: Approval of prod-deploy");
        assertThat(hub.audit(question))
                .containsExactly(
                        "question.refuse by ann (slack)",
                        "question.refuse by Slack user U9 (slack)",
                        "question.answer by zoe (slack)");
        await().atMost(SOON).until(() -> aws.taken().size() == 1);
        aws.again();
    }

    @Test
    void withACommentAFormIsOpened() {
        String question = asked("e-12");
        ObjectNode click = SlackApp.click(slack, "U3", "x");
        ObjectNode action = (ObjectNode) click.at("/actions/0");
        action.remove("value");
        action.put("type", "overflow").put("action_id", "tocsin-more");
        action.putObject("selected_option").put("value", "comment-reject " + question);
        takes(click);
        JsonNode opened = slack.await("/api/views.open", question, body -> true);
        assertThat(opened.at("/view/title/text").asText()).isEqualTo("Reject");

        ObjectNode form = JSON.createObjectNode().put("type", "view_submission");
        form.putObject("user").put("id", "U3");
        form.put("trigger_id", "3.4." + UUID.randomUUID());
        ObjectNode view = ((ObjectNode) opened.path("view").deepCopy()).put("id", "V1");
        view.putObject("state")
                .putObject("values")
                .putObject(opened.at("/view/blocks/0/block_id").asText())
                .putObject(opened.at("/view/blocks/0/element/action_id").asText())
                .put("type", "plain_text_input")
                .put("value", "not on a Friday");
        form.set("view", view);
        takes(form);
        assertThat(state(question)).isEqualTo("rejected");
        slack.await("/api/chat.update", "not on a Friday", body -> true);
        assertThat(aws.taken()).hasSize(1);
        assertThat(aws.taken().get(0).at("/result/summary").asText())
                .isEqualTo("Rejected by zoe (" + question + "): not on a Friday");
        aws.again();
    }
}
