package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/senders.md says to paste is what the mappings read. */
class SendersPageTest {
    private static final Path PAGE = Path.of("docs/senders.md");
    private static final Path FOLDER = Path.of("routes/sources");

    @ParameterizedTest
    @CsvSource({
        "Datadog, datadog/samples/datadog/triggered.json",
        "UptimeRobot, uptimerobot/samples/uptimerobot/down.json"
    })
    void theBodyToPasteHasTheFieldsOfTheSample(String sender, String sample) throws IOException {
        String body = first("```json\n(.*?)```", section(sender));

        assertThat(names(new ObjectMapper().readTree(body))).containsExactlyInAnyOrderElementsOf(names(read(sample)));
    }

    @Test
    void theParametersOfZabbixAreTheFieldsOfTheSample() throws IOException {
        List<String> parameters = Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(section("Zabbix"))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.startsWith("hub_"))
                .toList();

        assertThat(parameters)
                .containsExactlyInAnyOrderElementsOf(names(read("zabbix/samples/zabbix-event/problem.json")));
    }

    private static String section(String sender) throws IOException {
        return first("(?m)^## " + sender + "\n(.*?)(?=^## |\\z)", Files.readString(PAGE));
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode read(String sample) throws IOException {
        return new ObjectMapper().readTree(Files.readString(FOLDER.resolve(sample)));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
