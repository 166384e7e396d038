package io.tocsin.aws.access;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a route template says of AWS, as its beans get it.
 *
 * <p>One text and not a parameter each: Camel takes a parameter {@code false} or {@code 123} of a bean's factory for a
 * boolean or a number, and finds no method for it where a text is wanted.
 *
 * @param values the template's parameters by name; what is blank is not given
 */
public record AwsSettings(Map<String, String> values) {
    private static final String LAST_RESORT = "us-east-1";
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]+:([a-z0-9-]+):.*");

    /** Reads {@code name=value}, a line each; another line is left out. */
    public static AwsSettings of(String text) {
        return new AwsSettings(text.lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')).strip(),
                        line -> line.substring(line.indexOf('=') + 1).strip())));
    }

    /** A setting; empty where it is not given. */
    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /**
     * A setting that is a whole number of at least one.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public int number(String name) {
        if (!value(name).matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(name + " is " + value(name) + "; expected a whole number of at least 1");
        }
        return Integer.parseInt(value(name));
    }

    /**
     * Where AWS is and as whom the hub comes to it: the settings {@code region}, {@code endpoint}, {@code accessKey},
     * {@code secretKey}, {@code profile}, {@code roleArn} and {@code externalId}.
     *
     * @param told the region that the destination's own name tells; it counts where {@code region} is blank
     * @throws IllegalArgumentException if settings contradict one another, with what to do
     */
    public AwsAccess access(Optional<String> told) {
        return new AwsAccess(
                region(told),
                Optional.of(value("endpoint")).filter(url -> !url.isEmpty()).map(URI::create),
                Identity.of("", value("accessKey"), value("secretKey"), value("profile")),
                AssumedRole.of(value("roleArn"), value("externalId"), "", value("stsEndpoint")));
    }

    /** The region in an ARN, where the text is one. */
    public static Optional<String> regionOf(String arn) {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private String region(Optional<String> told) {
        String region = value("region");
        if (region.isEmpty()) {
            return told.orElse(LAST_RESORT);
        }
        told.filter(other -> !other.equals(region)).ifPresent(other -> {
            throw new IllegalArgumentException("region is " + region + ", but the destination is in " + other
                    + "; leave region out, or correct it");
        });
        return region;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "AwsSettings" + values.keySet();
    }
}
