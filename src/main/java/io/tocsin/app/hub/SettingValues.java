package io.tocsin.app.hub;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.time.Span;
import io.tocsin.net.guard.UrlGuard;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/** What a setting's value has to be. Pure: it looks at the text alone. */
final class SettingValues {
    private static final String DURATION = "a duration such as 30s, 5m, 24h or 30d";

    private static final Duration LONGEST = Duration.ofDays(3_650);

    private static final Duration A_MONTH = Duration.ofDays(30);

    private static final Duration MOST_OFTEN = Duration.ofSeconds(1);

    private final HubSettings settings;

    SettingValues(HubSettings settings) {
        this.settings = settings;
    }

    /** What was expected of the setting; empty where its value is right. */
    Optional<String> fault(Setting setting) {
        String text = settings.text(setting);
        try {
            return switch (setting) {
                case PORT -> expect(number(setting) >= 0 && number(setting) <= 65_535, "a port, 0 to 65535");
                case DEDUP_SIZE -> expect(number(setting) >= 0, "a whole number, at least 0");
                case DECIDE_CONCURRENCY, HTTP_WORKERS -> expect(number(setting) >= 1, "a whole number, at least 1");
                case RETENTION, LEASE, INTERVAL, RELOAD, HTTP_IDLE, RESOLVE_TIMEOUT ->
                    expect(!settings.duration(setting).isZero(), DURATION + ", more than 0");
                case AUDIT_RETENTION -> auditRetention();
                case HEARTBEAT_INTERVAL ->
                    expect(
                            settings.duration(setting).compareTo(MOST_OFTEN) >= 0
                                    && settings.duration(setting).compareTo(A_MONTH) <= 0,
                            DURATION + ", at least 1s and at most 30d");
                case ANSWER_LINKS ->
                    expect(settings.duration(setting).compareTo(A_MONTH) <= 0, DURATION + ", at most 30d");
                case RESOLVE_AFTER, REOPEN_AFTER ->
                    expect(settings.duration(setting).compareTo(LONGEST) <= 0, DURATION + ", at most 3650d");
                case SEVERITY -> expect(Severity.ofWord(text).isPresent(), "one of critical, high, medium, low, info");
                case METRICS_PUBLIC, EVENTBRIDGE_AT_START, AUDIT_OUTCOMES, STATISTICS_NIGHTS ->
                    expect(text.equals("true") || text.equals("false"), "true or false");
                case GUARD_ALLOW -> networks();
                case EVENTBRIDGE_QUEUE ->
                    expect(
                            isQueueArn(text) || text.isEmpty() && !settings.flag(Setting.EVENTBRIDGE_AT_START),
                            "the ARN of a queue, arn:aws:sqs:<region>:<account>:<name>; "
                                    + Setting.EVENTBRIDGE_AT_START.key() + "=true needs it");
                case STORE -> StoreChoice.fault(text);
                case HOST, DATA, ROUTES, NAME, DEAD_LETTERS, EVENTBRIDGE_BUS -> expect(!text.isEmpty(), "a value");
                case HEARTBEAT_URL -> text.isEmpty() ? Optional.empty() : calledByUs(text);
                case HEARTBEAT_TOKEN ->
                    expect(
                            text.matches("[\\x21-\\x7e]*"),
                            "a token without spaces, {{file:/run/secrets/token}} say, or nothing");
                case URL, EVENTBRIDGE_ENDPOINT ->
                    expect(text.isEmpty() || isWebAddress(text), "a URL such as https://hub.example.org, or nothing");
                case EVENTBRIDGE_ROLE ->
                    expect(
                            text.isEmpty() || text.matches("arn:[^:]+:iam::\\d{12}:role/\\S+"),
                            "the ARN of a role, arn:aws:iam::<account>:role/<name>, or nothing");
                case EVENTBRIDGE_REGION ->
                    expect(text.matches("|[a-z]{2}(-[a-z]+)+-\\d"), "a region of AWS such as eu-west-1, or nothing");
                case STORE_USER, STORE_PASSWORD, EVENTBRIDGE_NAME, EVENTBRIDGE_PROFILE, EVENTBRIDGE_EXTERNAL_ID ->
                    Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.of(setting.byDefault().matches("\\d+") ? "a whole number" : DURATION);
        }
    }

    /** What is noted in it of what retention removes would else be gone as soon as that. */
    private Optional<String> auditRetention() {
        Duration audit = settings.duration(Setting.AUDIT_RETENTION);
        Optional<Duration> rest = Span.read(settings.text(Setting.RETENTION));
        return expect(
                !audit.isZero()
                        && rest.filter(keep -> audit.compareTo(keep) < 0).isEmpty(),
                DURATION + ", at least " + Setting.RETENTION.key() + " (" + settings.text(Setting.RETENTION) + ")");
    }

    private int number(Setting setting) {
        return settings.number(setting);
    }

    private Optional<String> networks() {
        try {
            settings.addresses();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("networks such as 10.0.0.0/8, commas between: " + e.getMessage());
        }
    }

    /** As parameters of receivers are; which networks are named may be what is wrong, and is said there. */
    private Optional<String> calledByUs(String url) {
        if (networks().isPresent()) {
            return Optional.empty();
        }
        return new UrlGuard(settings.addresses()).fault(url).map(fault -> {
            String[] parts = fault.split("; expected ", 2);
            return parts[1] + " (" + parts[0] + ")";
        });
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    private static boolean isQueueArn(String text) {
        return text.matches("arn:[^:]+:sqs:[^:]+:\\d{12}:[^:/]+");
    }

    private static Optional<String> expect(boolean holds, String expected) {
        return holds ? Optional.empty() : Optional.of(expected);
    }
}
