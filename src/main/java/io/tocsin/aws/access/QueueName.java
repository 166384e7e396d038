package io.tocsin.aws.access;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SQS queue as users name it, by ARN, URL or plain name.
 *
 * @param name the last part
 * @param region where the way of naming it tells
 * @param account twelve digits, where the way of naming it tells
 * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
 */
public record QueueName(String name, Optional<String> region, Optional<String> account, String partition) {
    private static final Pattern ARN = Pattern.compile("arn:([^:]+):sqs:([^:]+):(\\d{12}):([^:/]+)");
    private static final Pattern HOST =
            Pattern.compile("(?:sqs|queue)\\.([a-z0-9-]+)\\.(?:amazonaws|api\\.amazonwebservices)\\.com(\\.cn)?");

    /** Reads an ARN or a plain name. @throws IllegalArgumentException for an ARN of something else */
    public static QueueName of(String text) {
        Matcher arn = ARN.matcher(text);
        if (arn.matches()) {
            return new QueueName(arn.group(4), Optional.of(arn.group(2)), Optional.of(arn.group(3)), arn.group(1));
        }
        if (text.startsWith("arn:")) {
            throw new IllegalArgumentException(
                    "the queue is " + text + "; expected arn:aws:sqs:<region>:<account>:<name>");
        }
        return new QueueName(text, Optional.empty(), Optional.empty(), "aws");
    }

    /** Reads a URL; its region is known where it is AWS's own. */
    public static QueueName ofUrl(String url) {
        URI uri = URI.create(url);
        String[] path = Optional.ofNullable(uri.getPath()).orElse("").split("/");
        Matcher host = HOST.matcher(Optional.ofNullable(uri.getHost()).orElse(""));
        boolean ours = host.matches();
        return new QueueName(
                path[path.length - 1],
                ours ? Optional.of(host.group(1)) : Optional.empty(),
                path.length >= 2 && path[path.length - 2].matches("\\d{12}")
                        ? Optional.of(path[path.length - 2])
                        : Optional.empty(),
                ours && host.group(2) != null ? "aws-cn" : "aws");
    }

    /** Whether it is a first-in-first-out queue: AWS has the name say so. */
    public boolean isFifo() {
        return name.endsWith(".fifo");
    }
}
