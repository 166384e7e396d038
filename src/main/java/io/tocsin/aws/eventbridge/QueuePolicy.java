package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.aws.access.QueueName;

/**
 * The policy that the queue needs, so that this hub's rules and nobody else's may send to it. EventBridge has no role for an
 * SQS target: the queue's own policy decides.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">Resource-based
 *     policies</a>
 */
final class QueuePolicy {
    private QueuePolicy() {}

    /** The policy as JSON; the rules are taken to be of the queue's account. */
    static ObjectNode of(ProvisionOrder order) {
        QueueName queue = QueueName.of(order.queueArn());
        String account = queue.account().orElseThrow();
        String bus = order.bus().equals("default") ? "" : order.bus() + "/";
        ObjectNode policy = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ObjectNode statement = policy.putArray("Statement").addObject();
        statement.put("Sid", "TocsinEventBridge").put("Effect", "Allow");
        statement.putObject("Principal").put("Service", "events.amazonaws.com");
        statement.put("Action", "sqs:SendMessage").put("Resource", order.queueArn());
        ObjectNode condition = statement.putObject("Condition");
        condition
                .putObject("ArnLike")
                .put(
                        "aws:SourceArn",
                        "arn:" + queue.partition() + ":events:" + order.access().region() + ":" + account + ":rule/"
                                + bus + order.prefix() + "*");
        condition.putObject("StringEquals").put("aws:SourceAccount", account);
        return policy;
    }
}
