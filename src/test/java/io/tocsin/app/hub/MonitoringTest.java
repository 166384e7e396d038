package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules and the dashboard in docker/ name only metrics and labels that docs/operations.md lists, which are those that the hub has
 * ({@link MetricsPageTest}, {@link ScrapedMetricsTest}), and each alert leads to a section there.
 */
class MonitoringTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RULES = Path.of("docker/prometheus");
    private static final Path DASHBOARD = Path.of("docker/grafana/dashboards/tocsin.json");

    /** Which Prometheus itself makes, with their labels. */
    private static final Map<String, Set<String>> PROMETHEUS =
            Map.of("up", Set.of(), "ALERTS", Set.of("alertname", "alertstate", "severity"));

    /** Which it adds to all that it scrapes, and that of histograms' buckets. */
    private static final Set<String> ADDED = Set.of("job", "instance", "le");

    private final MetricsPage page = new MetricsPage();
    private final Map<String, Set<String>> known = known();

    /** A rule, or what a panel asks for. */
    private record Asked(String where, String expression) {}

    @Test
    void theRulesNameOnlyWhatTheHubHas() {
        List<Asked> asked = new ArrayList<>();
        recordings().forEach(rule -> asked.add(asked(rule, "record")));
        alerts().forEach(rule -> asked.add(asked(rule, "alert")));
        assertThat(asked).hasSizeGreaterThan(40);
        asked.forEach(this::assertKnown);
    }

    @Test
    void theDashboardNamesOnlyWhatTheHubHas() {
        List<Asked> asked = panels();
        assertThat(asked).hasSizeGreaterThan(60);
        asked.forEach(this::assertKnown);
    }

    @Test
    void theDashboardShowsEveryMetricThatIsAboutTheHub() {
        String all = panels().stream().map(Asked::expression).collect(Collectors.joining("\n"));
        assertThat(page.metrics().keySet().stream().filter(name -> name.startsWith("tocsin_")))
                .allMatch(all::contains);
    }

    @Test
    void eachAlertSaysWhatIsWrongAndLeadsToItsSection() {
        List<String> alerts = new ArrayList<>();
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            alerts.add(name);
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/runbook").asText())
                    .as(name)
                    .isEqualTo(MetricsPage.FILE + "#" + name.toLowerCase(Locale.ROOT));
            assertThat(namedLabels(alert)).as(name).isSubsetOf(new TreeSet<>(resultOf(alert)));
        }
        assertThat(page.headings("###").stream().filter(heading -> heading.matches("Tocsin[A-Z]\\w*")))
                .as("sections of alerts")
                .containsExactlyElementsOf(alerts);
    }

    @Test
    void eachAlertHasACaseInWhichItFires() {
        String cases = TestHub.read(RULES.resolve("rules.test.yml"));
        assertThat(alerts()).allSatisfy(alert -> assertThat(cases)
                .contains(
                        "ALERTS{alertname=\"" + alert.path("alert").asText() + "\", alertstate=\"firing\", severity"));
    }

    @Test
    void panelsSayWhatTheyShowAndLieBesideEachOther() {
        JsonNode dashboard = dashboard();
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertThat(ids.add(panel.path("id").asInt()))
                    .as("the id of " + title)
                    .isTrue();
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).as(title).isLessThanOrEqualTo(24);
            for (int x = 0; x < at.path("w").asInt(); x++) {
                for (int y = 0; y < at.path("h").asInt(); y++) {
                    assertThat(cells.add((at.path("x").asInt() + x) + ","
                                    + (at.path("y").asInt() + y)))
                            .as(title + " lies on another")
                            .isTrue();
                }
            }
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("description").asText()).as(title).isNotBlank();
                assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
            }
        }
        Set<String> variables = StreamSupport.stream(
                        dashboard.at("/templating/list").spliterator(), false)
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
        assertThat(panels()).allSatisfy(asked -> assertThat(Pattern.compile("\\$(\\w+)")
                        .matcher(asked.expression())
                        .results()
                        .map(variable -> variable.group(1))
                        .filter(variable -> !variable.startsWith("__")))
                .as(asked.where())
                .isSubsetOf(variables));
    }

    /** Alerts that a panel names are there. */
    @Test
    void panelsNameAlertsThatThereAre() {
        List<String> alerts =
                alerts().stream().map(alert -> alert.path("alert").asText()).toList();
        for (JsonNode panel : dashboard().path("panels")) {
            assertThat(Pattern.compile("Tocsin[A-Z]\\w*")
                            .matcher(panel.path("description").asText())
                            .results()
                            .map(named -> named.group()))
                    .as(panel.path("title").asText())
                    .isSubsetOf(alerts);
        }
    }

    /** What the files of rules are, {@code .ci/run} has it checked; of a dashboard there is no such tool. */
    @Test
    void prometheusTakesWhatTheDashboardAsks(@TempDir Path work) throws IOException, InterruptedException {
        Optional<Path> promtool = DebianProgram.find("promtool");
        Assumptions.assumeTrue(promtool.isPresent(), "there is no promtool here; .ci/run fetches Debian's prometheus");
        List<Map<String, String>> rules = new ArrayList<>();
        for (Asked asked : panels()) {
            rules.add(Map.of(
                    "record",
                    "panel:" + rules.size(),
                    "expr",
                    asked.expression().replace("$__rate_interval", "5m").replaceAll("\\$\\w+", "any")));
        }
        Path file = work.resolve("panels.yml");
        YAML.writeValue(file.toFile(), Map.of("groups", List.of(Map.of("name", "panels", "rules", rules))));
        Process check = new ProcessBuilder(promtool.get().toString(), "check", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(said).isZero();
    }

    private void assertKnown(Asked asked) {
        PromQl promQl = new PromQl(asked.expression());
        assertThat(promQl.metrics).as(asked.where()).isNotEmpty();
        Set<String> labels = new TreeSet<>(ADDED);
        promQl.metrics.forEach((name, chosen) -> {
            assertThat(known).as(asked.where()).containsKey(name);
            Set<String> own = new TreeSet<>(known.get(name));
            labels.addAll(own);
            own.addAll(ADDED);
            assertThat(chosen).as(asked.where() + ": labels of " + name).isSubsetOf(own);
        });
        assertThat(promQl.grouped).as(asked.where()).isSubsetOf(labels);
    }

    /** Metrics of the page, parts of histograms and what rules record of them included. */
    private Map<String, Set<String>> known() {
        Map<String, Set<String>> all = new TreeMap<>(PROMETHEUS);
        page.metrics().forEach((name, metric) -> {
            all.put(name, metric.labels());
            if (metric.means().startsWith("histogram")) {
                List.of("_bucket", "_sum", "_count", "_max").forEach(end -> all.put(name + end, metric.labels()));
            }
        });
        for (JsonNode rule : recordings()) {
            Set<String> labels = new TreeSet<>(new PromQl(rule.path("expr").asText()).kept);
            labels.remove("le");
            all.put(rule.path("record").asText(), labels);
        }
        return all;
    }

    /** Which labels an alert has. */
    private Set<String> resultOf(JsonNode alert) {
        PromQl promQl = new PromQl(alert.path("expr").asText());
        Set<String> labels = new TreeSet<>(promQl.kept);
        if (labels.isEmpty()) {
            labels.addAll(ADDED);
            promQl.metrics.keySet().forEach(name -> labels.addAll(known.get(name)));
        }
        return labels;
    }

    private static Set<String> namedLabels(JsonNode alert) {
        return Pattern.compile("\\$labels\\.(\\w+)")
                .matcher(alert.path("annotations").toString())
                .results()
                .map(label -> label.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Asked asked(JsonNode rule, String kind) {
        return new Asked(
                kind + " " + rule.path(kind).asText(), rule.path("expr").asText());
    }

    private static List<JsonNode> recordings() {
        return rules("recording.rules.yml");
    }

    private static List<JsonNode> alerts() {
        return rules("alerts.rules.yml");
    }

    private static List<JsonNode> rules(String file) {
        return StreamSupport.stream(
                        read(YAML, RULES.resolve(file)).path("groups").spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
                .toList();
    }

    private static JsonNode dashboard() {
        return read(JSON, DASHBOARD);
    }

    private static List<Asked> panels() {
        List<Asked> asked = new ArrayList<>();
        for (JsonNode panel : dashboard().path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                asked.add(new Asked(
                        "panel " + panel.path("title").asText(),
                        target.path("expr").asText()));
            }
        }
        return asked;
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
