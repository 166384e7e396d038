package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.cli.Shell.Ran;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are asked, listed, shown and answered in a terminal. */
@Tag("slow")
class QuestionsCommandTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String RULES = """
            questions:
              - name: production
                description: Is the change announced?
                when: { labels: { pipeline: [ prod-deploy ] } }
                ask: [ hook ]
                by: { names: [ ann ] }
                notWhoPushed: true
                answerTo: codepipeline
            """;

    private static final String PEOPLE = """
            people:
              - { name: ann, addresses: { slack: U1 } }
              - { name: ben, addresses: { slack: U2 } }
            """;

    private final Sink sink = Sink.start();
    private final Sink aws = Sink.start();
    private TestHub hub;
    private Path home;

    @BeforeEach
    void start(@TempDir Path folder) {
        home = folder;
        aws.answer(200, "{\"approvedAt\": 1755684005.0}");
        hub = HubFiles.in(folder)
                .rules(RULES)
                .write("rules/recipients.yaml", PEOPLE)
                .webhook("hook", sink.url(), Map.of())
                .receiver(
                        "codepipeline-approval",
                        "codepipeline",
                        Map.of("endpoint", aws.url(), "accessKey", "AKIDEXAMPLE", "secretKey", "secret"))
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        aws.close();
        sink.close();
    }

    private Ran run(String... arguments) {
        return Shell.at(hub, hub.files(), home).run(arguments);
    }

    private String ask(String token) {
        hub.send("aws", """
                {"region": "eu-west-1", "approval": {"pipelineName": "prod-deploy", "stageName": "Production", "actionName": "Approve",
                  "token": "%s", "expires": "2099-07-07T20:22Z", "customData": "Look at the log"}}
                """.formatted(token));
        await().atMost(SOON)
                .until(() -> hub.count("SELECT count(*) FROM question WHERE content LIKE '%" + token + "%'") == 1);
        return hub.text("SELECT id FROM question ORDER BY id DESC LIMIT 1").orElseThrow();
    }

    @Test
    void whatIsAskedIsListedShownAndAnsweredByWhoMay() {
        String first = ask("token-one");
        String second = ask("token-two");
        Ran list = run("questions", "list");
        assertThat(list.exit()).as(list.err()).isZero();
        assertThat(list.out().lines().toList().get(0)).matches("ID +STATE +ASKED +UNTIL +MAY ANSWER +QUESTION");
        assertThat(list.out())
                .containsSubsequence(second, first)
                .containsPattern(first + "  open +.* ann +Approval of prod-deploy: Production / Approve")
                .endsWith("\n2 questions\n");
        assertThat(run("questions", "list", "--limit", "1").out())
                .contains(second)
                .doesNotContain(first)
                .contains("1 question; go on with --after " + second);
        assertThat(run("questions", "list", "--limit", "1", "--after", second).out())
                .contains(first)
                .endsWith("\n1 question\n");
        assertThat(run("questions", "show", first).out())
                .contains(
                        first + "  open, medium",
                        "  Is the change announced?",
                        "  pipeline: prod-deploy",
                        "  may answer: ann; not who started it")
                .doesNotContain("token-one");

        Ran ben = run("questions", "answer", first, "approve", "--as", "ben");
        assertThat(ben.exit()).isNotZero();
        assertThat(ben.err()).contains("ben is not asked; ann may answer");
        Ran ann = run("questions", "answer", first, "approve", "--as", "ann", "--comment", "looks good");
        assertThat(ann.exit()).as(ann.err()).isZero();
        assertThat(ann.out()).isEqualTo(first + ": Approved; it is approved, being told\n");
        await().atMost(SOON).until(() -> run("questions", "show", first).out().contains(first + "  approved, medium"));
        assertThat(aws.got()).singleElement().satisfies(got -> assertThat(got.body())
                .contains("token-one", "Approved by ann (" + first + "): looks good"));
        assertThat(run("questions", "show", first).out()).containsPattern("ANSWERED +BY +CHOICE +THROUGH +COMMENT");
        assertThat(run("questions", "list").out()).doesNotContain(first).endsWith("\n1 question\n");
        assertThat(run("questions", "list", "--state", "approved").out()).contains(first);
    }

    @Test
    void whatCannotBeIsSaid() {
        String id = ask("token-one");
        assertThat(run("questions", "answer", id, "perhaps", "--as", "ann").err())
                .contains("choice is perhaps; expected approve or reject.");
        assertThat(run("questions", "list", "--state", "asked").exit()).isNotZero();
        assertThat(run("questions", "show", "qst_01m8r3kq9zv3x1f0e2w9n4c7ta").err())
                .contains("No question has the id");
        assertThat(run("questions", "list", "--state", "all").out()).contains(id);
        assertThat(aws.got()).isEmpty();
    }
}
