package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeverityWordsTest {
    private final SeverityWords shipped = SeverityWords.shipped();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "PagerDuty, critical=CRITICAL error=HIGH warning=MEDIUM info=INFO",
        "Opsgenie and Datadog monitors, P1=CRITICAL P2=HIGH P3=MEDIUM P4=LOW P5=INFO",
        "Datadog events, error=HIGH warning=MEDIUM success=INFO info=INFO",
        "New Relic, CRITICAL=CRITICAL HIGH=HIGH MEDIUM=MEDIUM LOW=LOW",
        "Security Hub, CRITICAL=CRITICAL HIGH=HIGH MEDIUM=MEDIUM LOW=LOW INFORMATIONAL=INFO",
        "GitHub, critical=CRITICAL high=HIGH medium=MEDIUM moderate=MEDIUM low=LOW",
        "Sentry, fatal=CRITICAL error=HIGH warning=MEDIUM info=INFO debug=INFO",
        "Prometheus, page=CRITICAL critical=CRITICAL warning=MEDIUM ticket=LOW none=INFO",
        "Zabbix, Disaster=CRITICAL High=HIGH Average=MEDIUM Warning=MEDIUM Information=INFO",
        "syslog, emerg=CRITICAL alert=HIGH crit=CRITICAL err=HIGH notice=LOW",
        "incident scales, SEV-1=CRITICAL sev_2=HIGH Sev-3=MEDIUM S4=LOW major=HIGH minor=LOW"
    })
    void theWordsOfEachSenderAreKnown(String sender, String meanings) {
        for (String pair : meanings.split(" ")) {
            String[] meaning = pair.split("=");
            assertThat(shipped.meaning(meaning[0])).as(meaning[0]).contains(Severity.valueOf(meaning[1]));
        }
    }

    @Test
    void theDocumentedWordsAreThose() throws IOException {
        Map<String, Severity> documented = new HashMap<>();
        Pattern.compile("(?m)^\\| `(critical|high|medium|low|info)` \\| (.+) \\|$")
                .matcher(Files.readString(Path.of("docs/mappings.md")))
                .results()
                .forEach(row -> Stream.of(row.group(2).split(", "))
                        .forEach(word -> documented.put(
                                word, Severity.ofWord(row.group(1)).orElseThrow())));

        assertThat(documented).isEqualTo(shipped.meanings());
    }

    @Test
    void aWordOfNobodyHasNoMeaning() {
        assertThat(shipped.meaning("apocalypse")).isEmpty();
        assertThat(shipped.meaning("")).isEmpty();
    }

    @Test
    void moreWordsCountBesideTheShippedOnesAndOverThem() {
        SeverityWords extended = shipped.and(Map.of("Sev-Null", Severity.CRITICAL, "page", Severity.HIGH));

        assertThat(extended.meaning("sev null")).contains(Severity.CRITICAL);
        assertThat(extended.meaning("PAGE")).contains(Severity.HIGH);
        assertThat(extended.meaning("P1")).contains(Severity.CRITICAL);
        assertThat(shipped.meaning("page")).contains(Severity.CRITICAL);
    }
}
