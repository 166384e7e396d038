package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tocsin.model.receiver.LaneOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Editors offer the parameters of receivers from {@code schema/receivers.schema.json}, which is made of the channels and of {@link
 * LaneOption}. {@code -Dschema.write=true} writes it anew.
 */
class ReceiversSchemaTest {
    private static final Path SCHEMA = Path.of("schema/receivers.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void itNamesEveryParameterOfEveryChannelWithItsDefaultAndDescription() throws IOException {
        String made = JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
                        .writeValueAsString(schema())
                + "\n";
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(SCHEMA, made);
        }

        assertThat(Files.readString(SCHEMA)).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook | retryFor | 48h | true",
                "webhook | concurrency | 3 | true",
                "webhook | concurrency | \"{{env:MOST}}\" | true",
                "webhook | unknown | guess | false",
                "webhook | rate | fast | false",
                "webhook | retryfor | 48h | false",
                "telegram | method | PUT | false",
                "mine | colour | blue | true"
            })
    void itKnowsParametersByTheChannel(String channel, String name, String value, boolean fits) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        JsonNode file = new YAMLMapper().readTree("""
                - templatedRoute:
                    routeTemplateRef: %s
                    routeId: ops
                    prefixId: ops-
                    parameters:
                      - { name: receiver, value: ops }
                      - { name: %s, value: %s }
                """.formatted(channel, name, value));

        assertThat(schema.validate(file).isEmpty()).isEqualTo(fits);
    }

    private static ObjectNode schema() throws IOException {
        ObjectNode schema = JSON.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Tocsin receivers")
                .put(
                        "description",
                        "Which Slack, which mailbox. Files are routes/receivers/*.camel.yaml. See docs/channels.md.")
                .put("type", "array");
        ObjectNode items = schema.putObject("items").put("type", "object");
        items.putArray("required").add("templatedRoute");
        ObjectNode route =
                items.putObject("properties").putObject("templatedRoute").put("type", "object");
        route.putArray("required")
                .add("routeTemplateRef")
                .add("routeId")
                .add("prefixId")
                .add("parameters");
        ArrayNode channels = route.putArray("allOf");
        ArrayNode names = JSON.createArrayNode();
        for (Path file : channelFiles()) {
            JsonNode template =
                    new YAMLMapper().readTree(Files.readString(file)).get(0).get("routeTemplate");
            names.add(template.get("id").asText());
            ObjectNode choice = channels.addObject();
            choice.putObject("if")
                    .putObject("properties")
                    .putObject("routeTemplateRef")
                    .put("const", template.get("id").asText());
            ArrayNode parameters = choice.putObject("then")
                    .putObject("properties")
                    .putObject("parameters")
                    .put("type", "array")
                    .putObject("items")
                    .putArray("oneOf");
            for (JsonNode parameter : template.get("parameters")) {
                String name = parameter.get("name").asText();
                if (LaneOption.ofReceiver(name).isEmpty()) {
                    parameter(
                            parameters,
                            name,
                            parameter.get("description").asText(),
                            parameter.path("defaultValue").asText(""));
                }
            }
            parameters.addObject().put("$ref", "#/$defs/lane");
        }
        ObjectNode reference = route.putObject("properties")
                .putObject("routeTemplateRef")
                .put("title", "Channel")
                .put("type", "string");
        reference.set("examples", names);
        ArrayNode lane = schema.putObject("$defs")
                .putObject("lane")
                .put("description", "What can be set for every receiver; a channel's page has its defaults.")
                .putArray("oneOf");
        LaneOption.ofReceivers().forEach(option -> option(lane, option));
        return schema;
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String description, String byDefault) {
        ObjectNode fields = parameters.addObject().putObject("properties");
        fields.putObject("name").put("const", name).put("description", description);
        ObjectNode value = fields.putObject("value").put("description", description);
        return byDefault.isEmpty() ? value : value.put("default", byDefault);
    }

    private static void option(ArrayNode parameters, LaneOption option) {
        ObjectNode value = parameter(parameters, option.option(), option.description(), "");
        if (!option.form().words().isEmpty()) {
            ArrayNode either = value.putArray("anyOf");
            ArrayNode words = either.addObject().putArray("enum");
            option.form().words().forEach(words::add);
            either.addObject().put("type", "string").put("pattern", "\\{\\{");
        } else if (option.form().isNumber()) {
            ArrayNode either = value.putArray("anyOf");
            either.addObject().put("type", "number").put("minimum", 0);
            either.addObject().put("type", "string").put("pattern", "^[0-9.]+$|\\{\\{");
        }
    }

    private static List<Path> channelFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/channels"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }
}
