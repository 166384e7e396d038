package io.tocsin.aws.eventbridge;

import io.tocsin.aws.access.AwsAccess;
import io.tocsin.aws.access.QueueName;

/**
 * Which bus is to send to which queue.
 *
 * @param name of this hub among others that use the bus: its rules are {@code tocsin-<name>-1} and so on
 * @param bus the bus's name
 * @param queueArn the hub's queue
 * @param access where EventBridge is and as whom
 */
public record ProvisionOrder(String name, String bus, String queueArn, AwsAccess access) {
    /** Characters of a rule's name, of which the prefix and a number take some. */
    private static final int NAME = 64 - "tocsin-".length() - "-999".length();

    /** @throws IllegalArgumentException if a part is not what AWS takes */
    public ProvisionOrder {
        if (!name.matches("[.\\-_A-Za-z0-9]+") || name.length() > NAME) {
            throw new IllegalArgumentException("the name is " + name + "; expected 1 to " + NAME
                    + " letters, digits and . _ -, for the names of rules in AWS");
        }
        if (!bus.matches("[/.\\-_A-Za-z0-9]{1,256}")) {
            throw new IllegalArgumentException("the bus is " + bus + "; expected its name, such as default");
        }
        if (QueueName.of(queueArn).account().isEmpty()) {
            throw new IllegalArgumentException(
                    "the queue is \"" + queueArn + "\"; expected its ARN, arn:aws:sqs:<region>:<account>:<name>");
        }
    }

    /** What the names of this hub's rules begin with. */
    String prefix() {
        return "tocsin-" + name + "-";
    }
}
