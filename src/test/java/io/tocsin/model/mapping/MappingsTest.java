package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingsTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final String ONE = """
            mappings:
              - name: one
                when: { kind: [ a ] }
                jq: one.jq
            """;

    @TempDir
    private Path folder;

    @Test
    void theFirstMappingThatFitsTakesTheEvent() throws IOException {
        Files.writeString(folder.resolve("x.jq"), "{title: \"x\"}");
        Files.writeString(folder.resolve("y.jq"), "{title: \"y\"}");
        Files.writeString(folder.resolve("mappings.yaml"), """
                mappings:
                  - { name: only-from-ci, source: [ ci ], when: { kind: [ a ] }, jq: x.jq }
                  - { name: any, when: { kind: [ { exists: true } ] }, jq: y.jq }
                """);
        Mappings mappings = load();

        assertThat(mapped(mappings, "{'kind':'a'}", "ci").mapping()).isEqualTo("only-from-ci");
        assertThat(mapped(mappings, "{'kind':'a'}", "other").mapping()).isEqualTo("any");
        assertThat(mapped(mappings, "{'kind':'b'}", "ci").mapping()).isEqualTo("any");
    }

    @Test
    void aMappingCanBeChosenByTheHeaderFieldsThatTheSourceKeeps() throws IOException {
        Files.writeString(folder.resolve("x.jq"), "{title: $headers[\"x-event\"]}");
        Files.writeString(folder.resolve("mappings.yaml"), """
                mappings:
                  - { name: pushed, headers: { x-event: [ push ] }, when: { kind: [ a ] }, jq: x.jq }
                  - { name: any-event, headers: { x-event: [ { exists: true } ] }, jq: x.jq }
                """);
        Mappings mappings = load();

        assertThat(withHeader(mappings, "{'kind':'a'}", "push"))
                .isInstanceOfSatisfying(MapResult.Mapped.class, mapped -> {
                    assertThat(mapped.mapping()).isEqualTo("pushed");
                    assertThat(mapped.alerts()).extracting(Alert::title).containsExactly("push");
                });
        assertThat(withHeader(mappings, "{'kind':'b'}", "push"))
                .isInstanceOfSatisfying(MapResult.Mapped.class, mapped -> assertThat(mapped.mapping())
                        .isEqualTo("any-event"));
        assertThat(mappings.map(new Payload(json("{'kind':'a'}"), "ci", NOW))).isInstanceOf(MapResult.Unmapped.class);
    }

    @Test
    void aMappingCanRefuseOneOfItsOutputsWithAReason() throws IOException {
        MapResult.Mapped mapped = run("{title: \"good\"}, {refused: \"it has no labels\"}", "{'kind':'a'}");

        assertThat(mapped.alerts()).extracting(Alert::title).containsExactly("good");
        assertThat(mapped.bad()).containsExactly(new MapResult.BadAlert(1, "it has no labels"));
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "604800, 604800", "0,", "604801,", "-1,", "'\"60\"',"})
    void anAlertMayEndInSilenceAfterUpToAWeek(String said, Long seconds) throws IOException {
        assertThat(run("{title: \"t\", resolveAfter: " + said + "}", "{'kind':'a'}")
                        .alerts()
                        .get(0)
                        .resolveAfter())
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @Test
    void aMappingNeedsAPatternOfEitherKind() throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), "mappings:\n  - { name: all, jq: x.jq }\n");

        assertThatThrownBy(this::load).isInstanceOf(InvalidFileException.class).hasMessageContaining("mappings.yaml:2");
    }

    @Test
    void theMappingsOfASubFolderAreAskedBeforeTheGeneralOnes() throws IOException {
        Path sender = Files.createDirectory(folder.resolve("zabbix"));
        Files.writeString(folder.resolve("mappings.yaml"), ONE);
        Files.writeString(folder.resolve("one.jq"), "{title: \"general\"}");
        Files.writeString(sender.resolve("mappings.yaml"), ONE.replace("one", "special"));
        Files.writeString(sender.resolve("special.jq"), "{title: \"special\"}");

        assertThat(mapped(load(), "{'kind':'a'}", "ci").mapping()).isEqualTo("special");
    }

    @Test
    void jqKnowsThePropertiesThatAreMeantForIt() throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), ONE);
        Files.writeString(folder.resolve("one.jq"), "{title: $properties[\"team\"]}");
        Mappings mappings = new MappingFiles(
                        List.of(folder), Severity.MEDIUM, Map.of("team", "night shift"), JqLimits.DEFAULT)
                .load();

        assertThat(mapped(mappings, "{'kind':'a'}", "ci").alerts())
                .extracting(Alert::title)
                .containsExactly("night shift");
    }

    /** So that a source with a weak proof can't speak for one with a strong one. */
    @Test
    void configurationBindsASendersMappingsToTheSourcesThatAreBelievedForThem() throws IOException {
        Path sender = Files.createDirectory(folder.resolve("aws"));
        Files.writeString(sender.resolve("mappings.yaml"), ONE);
        Files.writeString(sender.resolve("one.jq"), "{title: \"it\"}");
        for (String property : List.of("aws.sources", "one.sources")) {
            Mappings mappings = new MappingFiles(
                            List.of(folder), Severity.MEDIUM, Map.of(property, "queue, other"), JqLimits.DEFAULT)
                    .load();

            assertThat(mapped(mappings, "{'kind':'a'}", "queue").mapping()).isEqualTo("one");
            assertThat(mappings.map(new Payload(json("{'kind':'a'}"), "uptime", NOW)))
                    .as(property)
                    .isInstanceOf(MapResult.Unmapped.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{title: .t[]}", "[.t[] | {title: .}]", "[{title: .t[0]}], {title: .t[1]}"})
    void aStreamAListAndSingleObjectsAllGiveAlerts(String jq) throws IOException {
        assertThat(run(jq, "{'kind':'a','t':['x','y']}").alerts())
                .extracting(Alert::title)
                .containsExactly("x", "y");
    }

    @Test
    void aGoodAlertBesideABadOneCounts() throws IOException {
        MapResult.Mapped mapped = run("{title: .t[]}, 5", "{'kind':'a','t':['x',null,'z']}");

        assertThat(mapped.alerts()).extracting(Alert::title).containsExactly("x", "z");
        assertThat(mapped.bad())
                .containsExactly(
                        new MapResult.BadAlert(1, "title: missing or blank, expected one line of text"),
                        new MapResult.BadAlert(3, "found number, expected an alert object"));
    }

    @Test
    void noOutputMeansThatNothingIsToBeTold() throws IOException {
        assertThat(run("empty", "{'kind':'a'}"))
                .isEqualTo(new MapResult.Mapped("one", java.util.List.of(), java.util.List.of()));
    }

    @Test
    void jqKnowsTheSourceAndTheTime() throws IOException {
        Alert alert = run("{title: \"\\($source) \\($received_at)\"}", "{'kind':'a'}")
                .alerts()
                .get(0);

        assertThat(alert.title()).isEqualTo("ci 2026-08-20T10:00:00Z");
        assertThat(alert.source()).isEqualTo("ci");
    }

    @Test
    void aMappingThatFailsSaysWhy() throws IOException {
        assertThat(result("{title: (.kind + 1)}", "{'kind':'a'}"))
                .isInstanceOfSatisfying(MapResult.Failed.class, failed -> {
                    assertThat(failed.mapping()).isEqualTo("one");
                    assertThat(failed.reason()).startsWith("one.jq: ").contains("cannot be added");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "def f: f; f | it calls itself without end",
                "[range(1e12)] | it takes more than 10000 steps",
                "try [range(1e12)] catch . | it takes more than 10000 steps",
                "range(1e12) | it produces more than 100 alerts",
                "[range(200)] | it produces more than 100 alerts",
                "[limit(1000000; range(1e12))] | it takes more than 10000 steps",
                "until(false; .) | it",
                "def f($n): if $n == 0 then empty else f($n - 1), f($n - 1) end; f(40) | it takes more than 10000 steps",
                "def f($n): if $n == 0 then 1 else f($n - 1) + f($n - 1) end; f(40) | it calls itself without end"
            })
    void aJqFileThatNeverEndsIsEnded(String jq, String why) throws IOException {
        assertThat(result(jq, "{'kind':'a'}"))
                .isInstanceOfSatisfying(MapResult.Failed.class, failed -> assertThat(failed.reason())
                        .startsWith("one.jq: " + why));
    }

    /** None of these calls a function of jq's own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2,3,4,5,6,7,8,9] as $a | reduce ($a[]|$a[]|$a[]|$a[]|$a[]|$a[]|$a[]|$a[]|$a[]|$a[]|$a[]) as $x (0; . + 1)",
                "[[[1,2],[3,4]],[[5,6],[7,8]]] as $a | [$a | .. as $b | $a | .. as $c | $a | .. as $d | $a | .. as $e | 1]"
            })
    void aJqFileThatNeverEndsByItselfIsEnded(String jq) throws IOException {
        assertThat(result(jq, "{'kind':'a'}"))
                .isInstanceOfSatisfying(MapResult.Failed.class, failed -> assertThat(failed.reason())
                        .isEqualTo("one.jq: it takes more than 10000 steps"));
    }

    @Test
    void aModuleThatNeverEndsIsEnded() throws IOException {
        Files.writeString(
                folder.resolve("slow.jq"),
                "def f: reduce (.[]|.[]|.[]|.[]) as $x (0; reduce ($x, $x | .[] | .[] | .[]) as $y (.; . + $y));");
        assertThat(result(
                        "import \"slow\" as slow; [[1,2,3,4,5]] as $a | [$a,$a,$a,$a,$a] as $b | [$b,$b,$b,$b,$b] as $c"
                                + " | [$c,$c,$c,$c,$c] as $d | [[$d,$d,$d,$d,$d],[$d,$d,$d,$d,$d]] | slow::f",
                        "{'kind':'a'}"))
                .isInstanceOfSatisfying(MapResult.Failed.class, failed -> assertThat(failed.reason())
                        .isEqualTo("one.jq: it takes more than 10000 steps"));
    }

    @Test
    void aJqFileThatTakesTooLongIsEnded() throws Exception {
        long[] clock = {0};
        JqProgram program = new JqProgram(
                "[range(1e12)]",
                new JqLimits(10, Long.MAX_VALUE, Duration.ofSeconds(2)),
                () -> clock[0] += Duration.ofMillis(100).toNanos());

        assertThatThrownBy(() -> program.run(json("{}"), java.util.Map.of())).hasMessage("it runs longer than 2000 ms");
    }

    @Test
    void theEnvironmentIsOutOfReach() throws IOException {
        assertThatThrownBy(() -> result("{title: env.PATH}", "{'kind':'a'}"))
                .hasMessageContaining("one.jq:1: found the unknown function `env/0`");
        assertThatThrownBy(() -> result("{title: $ENV.PATH}", "{'kind':'a'}"))
                .hasMessageContaining("one.jq:1: found the unknown variable `$ENV`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1] | the payload is array",
                "{'kind':'z'} | no mapping takes it from source `ci`",
                "7 | the payload is number"
            })
    void anEventThatNoMappingTakesSaysWhy(String payload, String why) throws IOException {
        assertThat(result("{title: .kind}", payload))
                .isInstanceOfSatisfying(MapResult.Unmapped.class, unmapped -> assertThat(unmapped.reason())
                        .startsWith(why));
    }

    @Test
    void jqThatIsWrongIsRefusedWithItsLine() throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), ONE);
        Files.writeString(folder.resolve("one.jq"), "{\n  title: .kind,\n  status: }\n");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("one.jq:3: found ");
    }

    @Test
    void aJqFileThatIsMissingIsToldAtTheMapping() throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), ONE);

        assertThatThrownBy(this::load).hasMessageContaining("mappings.yaml:4: found no readable file at ");
    }

    @Test
    void anEditOfAJqFileIsTakenOver() throws IOException {
        LastGood<Mappings> mappings = following("{title: \"before\"}");

        Files.writeString(folder.resolve("one.jq"), "{title: \"after it\"}");
        mappings.check();

        assertThat(title(mappings)).isEqualTo("after it");
    }

    @Test
    void anEditThatNamesAnUnknownFunctionIsNotTakenOver() throws IOException {
        LastGood<Mappings> mappings = following("{title: \"before\"}");

        Files.writeString(
                folder.resolve("one.jq"), "if .kind == \"b\" then {title: titel} else {title: \"after\"} end");
        mappings.check();

        assertThat(mappings.broken().orElseThrow())
                .singleElement()
                .asString()
                .contains("one.jq:1: found the unknown function `titel/0`");
        assertThat(title(mappings)).isEqualTo("before");
    }

    @Test
    void anEditThatFailsWithASampleIsNotTakenOverUntilOneOfTheTwoIsCorrected() throws IOException {
        Path sample = Files.createDirectories(folder.resolve("samples/one")).resolve("real.json");
        Files.writeString(sample, "{\"kind\": \"a\", \"count\": \"many\"}");
        LastGood<Mappings> mappings = following("{title: \"before\"}");

        Files.writeString(folder.resolve("one.jq"), "{title: \"after \\(.count + 1)\"}");
        mappings.check();

        assertThat(mappings.broken().orElseThrow())
                .singleElement()
                .asString()
                .contains("one.jq: found a mapping that fails with its sample " + sample + ": one.jq: ")
                .contains("cannot be added");
        assertThat(title(mappings)).isEqualTo("before");

        Files.writeString(sample, "{\"kind\": \"a\", \"count\": 700}");
        mappings.check();

        assertThat(mappings.broken()).isEmpty();
    }

    private LastGood<Mappings> following(String jq) throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), ONE);
        Files.writeString(folder.resolve("one.jq"), jq);
        return files().follow();
    }

    private static String title(LastGood<Mappings> mappings) {
        return mapped(mappings.current(), "{'kind':'a'}", "ci").alerts().get(0).title();
    }

    private MapResult.Mapped run(String jq, String payload) throws IOException {
        return (MapResult.Mapped) result(jq, payload);
    }

    private MapResult result(String jq, String payload) throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), ONE);
        Files.writeString(folder.resolve("one.jq"), jq);
        return load().map(new Payload(json(payload), "ci", NOW));
    }

    private static MapResult withHeader(Mappings mappings, String payload, String event) {
        return mappings.map(new Payload(json(payload), "ci", Map.of("x-event", event), NOW));
    }

    private static MapResult.Mapped mapped(Mappings mappings, String payload, String source) {
        return (MapResult.Mapped) mappings.map(new Payload(json(payload), source, NOW));
    }

    private Mappings load() {
        return files().load();
    }

    private MappingFiles files() {
        return new MappingFiles(folder, Severity.MEDIUM, new JqLimits(100, 10_000, Duration.ofSeconds(30)));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
