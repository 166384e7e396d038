package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tocsin.model.receiver.LaneOption;
import io.tocsin.net.guard.HttpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every channel file, and that docs/channels.md says the same as the files. */
class ChannelFilesTest {
    private static final Path CHANNELS = Receivers.ROUTES.resolve("channels");
    private static final Path DOCS = Path.of("docs/channels.md");
    /** Secrets whose descriptions do not say so. */
    private static final List<String> NAMED_ALIKE =
            List.of("apprise/key", "apprise/urls", "pushover/user", "teams/url");

    static Stream<Path> files() throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(CHANNELS)) {
            found = files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(found).isNotEmpty();
        return found.stream();
    }

    private static JsonNode template(Path file) throws IOException {
        return new YAMLMapper().readTree(Files.readString(file)).get(0).get("routeTemplate");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aChannelHasItsFilesNameADescriptionAndDescribedParameters(Path file) throws Exception {
        JsonNode template = template(file);
        assertThat(file.getFileName()).hasToString(template.get("id").asText() + ".camel.yaml");
        assertThat(template.get("description").asText()).isNotBlank();
        assertThat(template.get("route").get("description").asText()).isNotBlank();
        for (JsonNode parameter : own(template)) {
            assertThat(parameter.path("description").asText())
                    .as(parameter.toString())
                    .isNotBlank();
            assertThat(parameter.has("defaultValue"))
                    .isNotEqualTo(parameter.get("required").asBoolean());
        }
        assertThat(template.get("parameters").findValuesAsText("name")).contains("receiver");
    }

    /** What every receiver can be told is said once: a channel has only the defaults that differ. */
    @ParameterizedTest
    @MethodSource("files")
    void aChannelSaysNothingOfTheLaneThatCountsForAll(Path file) throws Exception {
        JsonNode template = template(file);
        template.at("/route/from/parameters")
                .fieldNames()
                .forEachRemaining(
                        name -> assertThat(LaneOption.ofReceiver(name)).as(name).isEmpty());
        for (JsonNode parameter : template.get("parameters")) {
            LaneOption.ofReceiver(parameter.get("name").asText()).ifPresent(option -> {
                assertThat(parameter.size()).as(option.option()).isEqualTo(2);
                if (!isShielded(file, option)) {
                    assertThat(parameter.get("defaultValue").asText()).isNotEqualTo(option.byDefault());
                }
                assertThat(option.fault(parameter.get("defaultValue").asText())).isEmpty();
            });
        }
    }

    /** What takes answers is neither digested nor handed over, whatever {@code lane.} says of all: the channel's own default counts before it. */
    private static boolean isShielded(Path file, LaneOption option) {
        return file.endsWith("codepipeline-approval.camel.yaml")
                && List.of("digestAbove", "fallback").contains(option.option());
    }

    private static List<JsonNode> own(JsonNode template) {
        List<JsonNode> own = new ArrayList<>();
        template.get("parameters").forEach(parameter -> {
            if (LaneOption.ofReceiver(parameter.get("name").asText()).isEmpty()) {
                own.add(parameter);
            }
        });
        return own;
    }

    @ParameterizedTest
    @MethodSource("files")
    void trapEveryBreakerStandsInARouteWithoutErrorHandlerThrowsWhenOpenAndIgnoresNothing(Path file) throws Exception {
        List<JsonNode> breakers = template(file).findValues("circuitBreaker");
        assertThat(breakers).hasSize(1);
        JsonNode breaker = breakers.get(0);
        JsonNode settings = breaker.get("resilience4jConfiguration");
        assertThat(breaker.get("id").asText()).isEqualTo("breaker");
        assertThat(template(file).at("/route/errorHandler").has("noErrorHandler"))
                .isTrue();
        assertThat(settings.path("throwExceptionWhenHalfOpenOrOpenState").asBoolean())
                .isTrue();
        assertThat(breaker.has("onFallback")).isFalse();
        for (String never : List.of("timeoutEnabled", "ignoreException", "recordException", "bulkheadEnabled")) {
            assertThat(settings.has(never)).as(never).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void trapARouteStartsByDroppingEveryHeaderAndBuildsNoEndpointFromData(Path file) throws Exception {
        JsonNode first = template(file).at("/route/from/steps/0/removeHeaders/pattern");
        assertThat(first.asText()).isEqualTo("*");
        String text = Files.readString(file);
        assertThat(text).doesNotContain("toD:", "recipientList:", "groovy:", "${body", "${header");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyHttpSendLeavesItsSafetyToTheComponent(Path file) throws Exception {
        for (JsonNode to : template(file).findValues("to")) {
            if (to.path("uri").asText().equals("{{url}}")) {
                JsonNode options = to.get("parameters");
                options.fieldNames().forEachRemaining(option -> assertThat(
                                HttpOptions.refusal(option, options.get(option).asText()))
                        .as(option)
                        .isEmpty());
            }
        }
    }

    @Test
    void trapAReceiverNamedLikeABeanOfItsTemplateKeepsItsName() throws Exception {
        try (Receivers receivers = new Receivers()) {
            for (String name : List.of("signature", "authorization", "webhook", "receiver")) {
                receivers.with("webhook", name, Map.of("url", "http://127.0.0.1:1/"));
                assertThat(receivers.lane(name)).containsEntry("breaker", name + "-breaker");
            }
        }
    }

    @Test
    void aReceiverWithoutAParameterThatMustBeGivenIsRefused() throws Exception {
        try (Receivers receivers = new Receivers()) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> receivers.with("webhook", "no-url", Map.of())))
                    .hasStackTraceContaining("mandatory parameters must be provided: url");
        }
    }

    @Test
    void aBadSecretStopsTheStartWithoutBeingShown() throws Exception {
        try (Receivers receivers = new Receivers()) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> receivers.with(
                            "webhook", "bad", Map.of("url", "http://127.0.0.1:1/", "secret", "whsec_HUSHHUSH!"))))
                    .isNotNull()
                    .satisfies(
                            e -> assertThat(stack(e)).doesNotContain("HUSHHUSH").contains("base64"));
        }
    }

    @Test
    void theReceiversOfANewHubLoad() throws Exception {
        try (Receivers receivers = new Receivers();
                Stream<Path> files = Files.list(Receivers.ROUTES.resolve("receivers"))) {
            for (Path file : files.toList()) {
                receivers.load(file.toString(), Files.readString(file));
            }
            assertThat(receivers.send("log", Messages.firing()).delivered()).isTrue();
        }
    }

    @Test
    void everyChannelsPageHasAnExampleThatLoads() throws Exception {
        try (Receivers receivers = new Receivers()) {
            for (Path file : files().toList()) {
                Matcher yaml =
                        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page(file)));
                int examples = 0;
                while (yaml.find()) {
                    examples++;
                    receivers.load(
                            page(file).getFileName().toString().replace(".md", "") + "-" + examples + ".camel.yaml",
                            withSecrets(yaml.group(1)));
                }
                assertThat(examples).as(page(file).toString()).isPositive();
            }
        }
    }

    /** An example names its secrets and has none: here they are made up. */
    private static String withSecrets(String yaml) {
        return Pattern.compile("\\{\\{env:(\\w+)}}").matcher(yaml).replaceAll(found -> {
            String name = found.group(1);
            return name.endsWith("URL")
                    ? "https://example.org/hook"
                    : name.endsWith("SECRET")
                            ? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                            : "0123456789abcdef0123456789abcdef";
        });
    }

    /** Whoever copies one and forgets the variable would use a key that everybody can read. */
    @Test
    void nothingThatIsShippedHasADefaultForASecret() throws Exception {
        Pattern withDefault = Pattern.compile("\\{\\{\\??(env|file|aws|aws-parameter):([^{}:]+):([^{}]+)}}");
        for (Path root : List.of(Path.of("docs"), Path.of("demo"), Path.of("routes"), Path.of("README.md"))) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path file : all.filter(path -> path.toString().matches(".*\\.(md|yaml|jq)"))
                        .toList()) {
                    Matcher matcher = withDefault.matcher(Files.readString(file));
                    while (matcher.find()) {
                        assertThat(io.tocsin.files.secret.SecretParameters.isNamedSo(matcher.group(2))
                                        && !matcher.group(3).equals("..."))
                                .as(file + ": " + matcher.group())
                                .isFalse();
                    }
                }
            }
        }
    }

    /** SecretParameters says once which parameters are secrets; a new one must not be forgotten there. */
    @ParameterizedTest
    @MethodSource("files")
    void aParameterThatIsDescribedAsASecretIsKnownAsOne(Path file) throws Exception {
        JsonNode template = template(file);
        for (JsonNode parameter : own(template)) {
            String name = parameter.get("name").asText();
            boolean described = parameter
                    .get("description")
                    .asText()
                    .matches("(?i)(.* )?(bot |bearer )?(token|password|secret key|signing secret|routing key): .*"
                            + "|.*incoming webhook|.*with key and token|URL of the webhook|.*which is a password.*");
            assertThat(io.tocsin.files.secret.SecretParameters.contains(
                            template.get("id").asText(), name))
                    .as(template.get("id").asText() + "/" + name)
                    .isEqualTo(
                            described || NAMED_ALIKE.contains(template.get("id").asText() + "/" + name));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aChannelsPageNamesEveryParameterWithItsDefaultAndItsDescription(Path file) throws Exception {
        List<String> rows = new ArrayList<>();
        JsonNode template = template(file);
        for (JsonNode parameter : own(template)) {
            rows.add("| `%s` | %s | %s |"
                    .formatted(
                            parameter.get("name").asText(),
                            parameter.get("required").asBoolean() ? "must be given" : shown(parameter),
                            parameter.get("description").asText()));
        }
        for (LaneOption option : LaneOption.ofReceivers()) {
            JsonNode differs = StreamSupport.stream(template.get("parameters").spliterator(), false)
                    .filter(parameter -> parameter.get("name").asText().equals(option.option()))
                    .findFirst()
                    .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("defaultValue", option.byDefault()));
            rows.add("| `%s` | %s | %s |".formatted(option.option(), shown(differs), option.description()));
        }
        assertThat(Files.readAllLines(page(file)).stream().filter(line -> line.startsWith("| `")))
                .as("copy the expected rows into " + page(file))
                .containsExactlyElementsOf(rows);
        assertThat(Files.readString(DOCS)).contains("(channels/" + page(file).getFileName() + ")");
    }

    private static Path page(Path file) {
        return Path.of("docs/channels", file.getFileName().toString().replace(".camel.yaml", ".md"));
    }

    private static String shown(JsonNode parameter) {
        String value = parameter.get("defaultValue").asText();
        return value.isEmpty() ? "empty" : "`" + value + "`";
    }

    private static String stack(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            all.append(e).append('\n');
        }
        return all.toString();
    }
}
