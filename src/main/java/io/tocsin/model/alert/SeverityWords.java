package io.tocsin.model.alert;

import static io.tocsin.model.alert.Severity.CRITICAL;
import static io.tocsin.model.alert.Severity.HIGH;
import static io.tocsin.model.alert.Severity.INFO;
import static io.tocsin.model.alert.Severity.LOW;
import static io.tocsin.model.alert.Severity.MEDIUM;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that senders use for a severity. Case, spaces, hyphens and underscores do not matter.
 *
 * @param meanings a word as {@link #plain} writes it, and what it means
 */
public record SeverityWords(Map<String, Severity> meanings) {

    private static final Map<Severity, List<String>> TABLE = Map.of(
            CRITICAL,
            words("critical crit p0 p1 sev0 sev1 s1 page fatal emergency emerg panic disaster blocker down outage"),
            HIGH,
            words("high p2 sev2 s2 error err alert major severe urgent failure failed"),
            MEDIUM,
            words("medium moderate normal p3 sev3 s3 warning warn average degraded unstable"),
            LOW,
            words("low minor p4 sev4 s4 notice ticket"),
            INFO,
            words("info informational information p5 sev5 s5 none ok success debug trace verbose trivial"));

    private static final Pattern UNSEEN = Pattern.compile("[\\s_-]");

    private static final Set<String> SHIPPED =
            TABLE.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    public SeverityWords {
        meanings = Map.copyOf(meanings);
    }

    /**
     * The table that is shipped. Its words are those of PagerDuty Events v2, Opsgenie and Datadog monitors (P1 to P5),
     * Datadog events (error, warning, success), New Relic and Security Hub (critical to low, informational), GitHub's
     * advisories (critical to low, moderate), Sentry's levels (fatal to debug), Prometheus conventions (page, warning,
     * ticket), Zabbix (disaster, average), Nagios, Jenkins (unstable), syslog (RFC 5424) and the SEV scale.
     */
    public static SeverityWords shipped() {
        Map<String, Severity> meanings = new HashMap<>();
        TABLE.forEach((severity, words) -> words.forEach(word -> meanings.put(word, severity)));
        return new SeverityWords(meanings);
    }

    /**
     * These words and others; what the others say of a word counts.
     *
     * @param others words in any writing
     */
    public SeverityWords and(Map<String, Severity> others) {
        Map<String, Severity> both = new HashMap<>(meanings);
        others.forEach((word, severity) -> both.put(plain(word), severity));
        return new SeverityWords(both);
    }

    /** The severity that a sender means by this word, or empty for a word that is not in the table. */
    public Optional<Severity> meaning(String word) {
        return Optional.ofNullable(meanings.get(plain(word)));
    }

    /** A word without what does not matter in it; empty where nothing is left. */
    public static String plain(String word) {
        return UNSEEN.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Whether the plain word is in the table that is shipped. */
    static boolean isShipped(String plain) {
        return SHIPPED.contains(plain);
    }

    private static List<String> words(String line) {
        return Arrays.asList(line.split(" "));
    }
}
