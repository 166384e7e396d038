package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.hub.Moto;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The subscription that the command makes, in an SNS that really delivers. */
@Timeout(150)
class SnsSubscribeTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";

    @TempDir
    Path folder;

    @Test
    void theQueueGetsWhatIsPublishedOnceItIsSubscribed() {
        try (Moto moto = Moto.start(folder);
                SnsClient sns = moto.client(SnsClient.builder());
                SqsClient sqs = moto.client(SqsClient.builder())) {
            String url = sqs.createQueue(request -> request.queueName("ops")).queueUrl();
            sns.createTopic(request -> request.name("alarms"));
            String[] subscribe = {
                "sns",
                "subscribe",
                "--topic",
                TOPIC,
                "--queue",
                "ops",
                "--endpoint",
                moto.url(),
                "--access-key",
                "x",
                "--secret-key",
                "x"
            };

            Shell.Ran dry = run(subscribe, "--dry-run");
            assertThat(dry.err()).isEmpty();
            assertThat(dry.out())
                    .contains(
                            "queue  arn:aws:sqs:eu-west-1:123456789012:ops",
                            "Nothing was done",
                            "\"aws:SourceArn\" : \"" + TOPIC + "\"");
            assertThat(run(subscribe, "--dry-run", "--json").out())
                    .contains(
                            "\"dryRun\" : true", "\"queue\" : \"arn:aws:sqs:eu-west-1:123456789012:ops\"", "\"Sid\" :");
            assertThat(sns.listSubscriptions().subscriptions()).isEmpty();

            Shell.Ran done = run(subscribe);
            assertThat(done.exit()).as(done.err()).isZero();
            assertThat(done.out()).contains("Done: " + TOPIC + ":");
            assertThat(run(subscribe).out()).contains("Nothing to do: it is subscribed, as " + TOPIC + ":");
            assertThat(sns.listSubscriptions().subscriptions()).hasSize(1);

            sns.publish(request -> request.topicArn(TOPIC).message("it burns"));
            assertThat(sqs.receiveMessage(request -> request.queueUrl(url)).messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message.body()).contains("it burns"));
        }
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        Shell.Ran noTopic = Shell.in(folder).run("sns", "subscribe", "--topic", "alarms", "--queue", "ops");
        assertThat(noTopic.exit()).isOne();
        assertThat(noTopic.err())
                .contains("the topic is \"alarms\"; expected its ARN")
                .hasLineCount(1);

        Shell.Ran nowhere = Shell.in(folder)
                .run(
                        "sns",
                        "subscribe",
                        "--topic=" + TOPIC,
                        "--queue=ops",
                        "--endpoint=http://127.0.0.1:1",
                        "--access-key=x",
                        "--secret-key=x");
        assertThat(nowhere.exit()).isOne();
        assertThat(nowhere.err()).contains("SNS refused").hasLineCount(1);
    }

    private Shell.Ran run(String[] command, String... more) {
        return Shell.in(folder)
                .run(Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
    }
}
