package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.FakeCodePipeline.Mood;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed between an answer and its consequence, and after CodePipeline took that and before the hub knew. */
@Tag("slow")
class ApprovalKilledTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path work;

    private Path files(FakeCodePipeline aws, Sink sink) throws Exception {
        Path routes = work.resolve("routes");
        Files.createDirectories(routes.resolve("rules"));
        Files.createDirectories(routes.resolve("receivers"));
        Files.writeString(routes.resolve("rules/approvals.yaml"), """
                questions:
                  - name: production
                    when: { source: [ aws.codepipeline ] }
                    ask: [ hook ]
                    by: { names: [ ann ] }
                    answerTo: codepipeline
                """);
        Files.writeString(
                routes.resolve("rules/recipients.yaml"), "people: [ { name: ann, addresses: { slack: U1 } } ]\n");
        receiver(routes, "webhook", "hook", Map.of("url", sink.url()));
        receiver(
                routes,
                "codepipeline-approval",
                "codepipeline",
                Map.of(
                        "endpoint",
                        aws.url(),
                        "accessKey",
                        "AKIDEXAMPLE",
                        "secretKey",
                        "secret",
                        "retrySchedule",
                        "1s"));
        return routes;
    }

    private static void receiver(Path routes, String channel, String name, Map<String, String> parameters)
            throws Exception {
        StringBuilder yaml = new StringBuilder("""
                - templatedRoute:
                    routeTemplateRef: %s
                    routeId: %s
                    prefixId: %2$s-
                    parameters:
                      - { name: receiver, value: %2$s }
                """.formatted(channel, name));
        parameters.forEach((key, value) -> yaml.append("      - { name: ")
                .append(key)
                .append(", value: \"")
                .append(value)
                .append("\" }\n"));
        Files.writeString(routes.resolve("receivers/" + name + ".camel.yaml"), yaml);
    }

    @Test
    void oneResultComesOfItHoweverOftenTheHubIsKilled() throws Exception {
        try (FakeCodePipeline aws = new FakeCodePipeline();
                Sink sink = Sink.start();
                HubProcess process = new HubProcess(work, files(aws, sink), Map.of("HUB_LEASE", "5s"))) {
            process.start();
            InterruptedHub hub = new InterruptedHub(process);
            hub.post("/v1/events/aws", FakeCodePipeline.notification(FakeCodePipeline.TOKEN), 202);
            await().atMost(SOON).until(() -> ids(process).size() == 1);
            String question = ids(process).get(0);
            aws.mood = Mood.HANGS; // the call is under way, and nobody answers
            hub.post("/v1/questions/" + question + "/answer", "{\"choice\": \"approve\", \"as\": \"ann\"}", 200);
            await().atMost(SOON).until(() -> aws.calls("PutApprovalResult") == 1);
            hub.again(true);
            aws.mood = Mood.TAKES_AND_FAILS; // and now it has it, and the hub is not told
            await().atMost(SOON).until(() -> aws.taken().size() == 1);
            hub.again(true);
            aws.mood = Mood.WELL;
            await("done").atMost(SOON).until(() -> process.texts("SELECT telling FROM question")
                    .equals(List.of("done")));
            assertThat(aws.taken()).hasSize(1);
            assertThat(process.texts("SELECT count(*) FROM audit WHERE action = 'question.answer'"))
                    .containsExactly("1");
        }
    }

    private static List<String> ids(HubProcess process) throws Exception {
        return process.texts("SELECT id FROM question");
    }
}
