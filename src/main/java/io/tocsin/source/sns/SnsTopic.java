package io.tocsin.source.sns;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A topic, and the one host that may speak for it.
 *
 * @param arn as AWS writes it
 * @param region such as eu-west-1; only letters, digits and hyphens, so that it is safe in a host name
 * @param domain amazonaws.com, in China amazonaws.com.cn
 */
record SnsTopic(String arn, String region, String domain) {
    private static final Pattern ARN = Pattern.compile(
            "arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]{1,12}){1,3}-\\d{1,2}):\\d{12}:[A-Za-z0-9_-]{1,256}(?:\\.fifo)?");

    /** Empty where it is no topic's ARN. */
    static Optional<SnsTopic> of(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches()
                ? Optional.of(new SnsTopic(
                        arn, parts.group(2), parts.group(1).equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com"))
                : Optional.empty();
    }

    /**
     * Reads a list with commas or white space between.
     *
     * @throws IllegalArgumentException where there is none, or one is no topic
     */
    static List<SnsTopic> list(String arns) {
        List<SnsTopic> topics = Stream.of(arns.split("[,\\s]+"))
                .filter(arn -> !arn.isEmpty())
                .map(arn -> of(arn).orElseThrow(() -> new IllegalArgumentException(
                        "topics has " + arn + "; expected ARNs such as arn:aws:sns:eu-west-1:111122223333:alarms")))
                .toList();
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("topics is empty; expected the ARN of each topic that may send");
        }
        return topics;
    }

    /** The only host from which its certificate and its confirmation are fetched. */
    String host() {
        return "sns." + region + "." + domain;
    }

    /**
     * Whether a signing certificate's URL is this topic's own. Compared as text: nothing is left that two URL parsers could
     * read in two ways.
     */
    boolean ownsCertificate(String url) {
        return url.matches("https://" + Pattern.quote(host()) + "/SimpleNotificationService-[A-Za-z0-9]{1,64}\\.pem");
    }

    /** Whether a confirmation's URL is this topic's own. */
    boolean ownsConfirmation(String url) {
        return url.startsWith("https://" + host() + "/?");
    }

    /**
     * The names that SNS's certificates bear. As the AWS SDK for Java 2.47 has them (its SnsHostProvider): the oldest
     * regions share one name, the two of GovCloud another, and the rest have their own.
     */
    Set<String> certificateNames() {
        String shared = region.startsWith("us-gov-") ? "sns-us-gov-west-1" : "sns-" + region;
        return Set.of("sns." + domain, shared + "." + domain, "sns-signing." + region + "." + domain, host());
    }
}
