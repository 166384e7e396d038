package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.QueuePair;
import io.tocsin.app.hub.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DeadLettersQueuesCommandTest {

    @Test
    void anOperatorSeesAndMovesBackWhatSqsGaveUpOn(@TempDir Path folder) {
        try (QueuePair queue = new QueuePair()) {
            queue.send("{\"title\": \"it \\u001b[31mburns\"}");
            queue.giveUp();
            HubFiles files = HubFiles.in(folder).write("sources/aws.camel.yaml", queue.source("aws", ""));
            try (TestHub hub = files.start()) {
                Shell shell = Shell.at(hub, files, folder);
                assertThat(shell.run("dead-letters", "list").out())
                        .contains("queue aws: 1 message in its dead-letter queue (./hub dead-letters queues)");
                assertThat(shell.run("dead-letters", "queues").out())
                        .contains("aws: 1 message in arn:aws:sqs:", ":events-dead, sent up to ", "1 source queue");
                assertThat(shell.run("dead-letters", "queues", "show", "aws", "--max", "1")
                                .out())
                        .contains("burns", "1 message")
                        .doesNotContain("\u001b");

                Shell.Ran moved = shell.run("dead-letters", "queues", "redrive", "aws", "--as", "mia");
                assertThat(moved.out()).contains("SQS moves the messages of aws back");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> hub.count("SELECT count(*) FROM event") == 1);
                assertThat(shell.run("dead-letters", "queues").out()).contains("last move COMPLETED, 1 message");
                assertThat(shell.run("dead-letters", "list").out()).doesNotContain("queue aws");

                Shell.Ran unknown = shell.run("dead-letters", "queues", "redrive", "nobody");
                assertThat(unknown.exit()).isOne();
                assertThat(unknown.err()).contains("No source queue has the name nobody; expected aws.");
            }
        }
    }

    @Test
    void aQueueThatCannotBeAskedIsALineAndNoFailure() throws Exception {
        var problem = new ObjectMapper()
                .readTree("{\"name\": \"aws\", \"problem\": \"the hub may not sqs:GetQueueAttributes\"}");
        assertThat(DeadLettersQueuesCommand.line(problem, Instant.EPOCH))
                .isEqualTo("aws: can't be asked: the hub may not sqs:GetQueueAttributes");
    }
}
