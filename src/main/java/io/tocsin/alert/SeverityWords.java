package io.tocsin.alert;

import static io.tocsin.alert.Severity.CRITICAL;
import static io.tocsin.alert.Severity.HIGH;
import static io.tocsin.alert.Severity.INFO;
import static io.tocsin.alert.Severity.LOW;
import static io.tocsin.alert.Severity.MEDIUM;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that senders use for a severity. One table; case, spaces, hyphens and underscores do not matter.
 *
 * <p>The words are those of PagerDuty Events v2, Opsgenie (P1 to P5), Prometheus conventions (page, warning), Zabbix
 * (disaster, average), Nagios, syslog (RFC 5424) and the SEV scale.
 */
public final class SeverityWords {
    private static final Map<Severity, String> TABLE = Map.of(
            CRITICAL,
            "critical crit p1 sev1 s1 page fatal emergency emerg panic disaster blocker down outage",
            HIGH,
            "high p2 sev2 s2 error err alert major severe urgent failure failed",
            MEDIUM,
            "medium moderate normal p3 sev3 s3 warning warn average degraded",
            LOW,
            "low minor p4 sev4 s4 notice ticket",
            INFO,
            "info informational information p5 sev5 s5 none ok debug trace verbose trivial");

    private static final Map<String, Severity> BY_WORD = TABLE.entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getValue().split(" ")).map(word -> Map.entry(word, entry.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private SeverityWords() {}

    /** The severity that a sender means by this word, or empty for a word that is not in the table. */
    public static Optional<Severity> meaning(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "")));
    }
}
