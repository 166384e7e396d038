package io.tocsin.model.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.files.MarkedYaml;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.ScopeJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```\n```yaml\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @MethodSource
    void examplesOfThePageMatch(String event, String rule) throws Exception {
        JsonNode read = MarkedYaml.read("rules.md", rule).json();
        JsonNode alert = new ObjectMapper().readTree(event);
        if (read.has("matchers")) {
            assertThat(ScopeJson.read(read).fits(alert)).isTrue();
        } else {
            assertThat(EventPattern.compile(read.path("when")).firstMismatch(alert))
                    .isEmpty();
        }
    }

    static Stream<Arguments> examplesOfThePageMatch() throws Exception {
        return EXAMPLE.matcher(Files.readString(Path.of("docs/rules.md")))
                .results()
                .map((MatchResult example) -> Arguments.of(example.group(1), example.group(2)));
    }
}
