package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings of an SQS source that contradict one another. */
@Timeout(60)
@Tag("slow")
class ContradictoryQueueTest {
    private static final String SOURCE = """
            - templatedRoute:
                routeTemplateRef: sqs-source
                routeId: source-aws
                prefixId: source-aws-
                parameters:
                  - { name: source, value: aws }
                  - { name: queue, value: ops }
                  - { name: queueUrl, value: "https://sqs.eu-west-1.amazonaws.com/111122223333/ops" }
                  - { name: region, value: us-east-1 }
            """;
    private static final String REASON =
            "region is us-east-1, but the queue is in eu-west-1; leave region out, or correct it";

    @Test
    void theStartIsRefusedWithTheReason(@TempDir Path folder) {
        HubFiles files = HubFiles.in(folder).write("sources/aws.camel.yaml", SOURCE);
        assertThatThrownBy(files::start).hasMessageContaining(REASON);
    }

    @Test
    void theCheckFindsItBeforeTheStart(@TempDir Path folder) {
        HubFiles files = HubFiles.in(folder).write("sources/aws.camel.yaml", SOURCE);
        assertThat(HubCheck.full(files.settings()))
                .anyMatch(finding -> finding.toString().contains("aws.camel.yaml")
                        && finding.toString().contains(REASON));
    }
}
