package io.tocsin.model.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Resolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecipientsPageTest {
    private static final Pattern FILE = Pattern.compile("```yaml\n(# yaml-language-server.*?)```", Pattern.DOTALL);
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\n(notify:[^`]*?)```\n```text\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(\\w+) +(\\S+Z): (.*)");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void whoIsToldIsWhoThePageSays(String notify, String line) throws IOException {
        Rules rules = rules(notify);
        MatchResult said = LINE.matcher(line).results().findFirst().orElseThrow();

        Resolution told = Resolution.of(
                rules.all().get(0).targets(),
                Severity.ofWord(said.group(1)).orElseThrow(),
                Instant.parse(said.group(2)),
                rules.recipients());

        assertThat(told.lost()).isEmpty();
        assertThat(
                        told.drafts().isEmpty()
                                ? "nobody"
                                : told.drafts().stream()
                                        .map(RecipientsPageTest::shown)
                                        .collect(Collectors.joining(", ")))
                .isEqualTo(said.group(3));
    }

    @Test
    void checkNamesWhoLacksAnAddress() throws IOException {
        assertThat(AddressGaps.of(rules("notify: [ { people: { names: [ ann, zoe ], via: [ email, sms ] } } ]")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).isEqualTo("no address of the kind `sms` of `zoe`"));
    }

    private Rules rules(String notify) throws IOException {
        String page = Files.readString(Path.of("docs/recipients.md"));
        Files.writeString(
                folder.resolve("recipients.yaml"),
                FILE.matcher(page).results().findFirst().orElseThrow().group(1));
        Files.writeString(
                folder.resolve("rules.yaml"),
                "rules:\n  - name: a\n    when: { status: [ firing ] }\n    " + notify.strip() + "\n");
        return new RuleFiles(folder).load();
    }

    static Stream<Arguments> whoIsToldIsWhoThePageSays() throws IOException {
        List<Arguments> all = EXAMPLE.matcher(Files.readString(Path.of("docs/recipients.md")))
                .results()
                .flatMap(example -> example.group(2).lines().map(line -> Arguments.of(example.group(1), line)))
                .toList();
        assertThat(all).hasSizeGreaterThan(8);
        return all.stream();
    }

    private static String shown(Address draft) {
        if (draft.recipient().isEmpty()) {
            return draft.receiver();
        }
        try {
            JsonNode person = new ObjectMapper().readTree(draft.recipient());
            return person.path("name").asText() + " (" + person.path("kind").asText() + ")"
                    + draft.heldUntil().map(until -> " held until " + until).orElse("");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
