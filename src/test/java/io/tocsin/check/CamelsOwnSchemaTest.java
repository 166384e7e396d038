package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kaoto, Karavan and editors hold route files against Camel's JSON Schema as it is, and show in red what it does not know
 * though Camel reads it. Nothing that is shipped, or shown in the documentation, is red.
 */
class CamelsOwnSchemaTest {
    private static final List<String> FOLDERS =
            List.of("routes", "demo", "docker", "bench", "src/test/resources/kill", "src/test/resources/pattern");
    private static final Pattern YAML = Pattern.compile("(?ms)^```ya?ml\\n(.*?)^```");
    private static final Pattern ROUTES = Pattern.compile("(?m)^- (route|routeTemplate|templatedRoute|beans):");

    private static JsonSchema schema;

    @BeforeAll
    static void camelsOwn() throws IOException {
        try (InputStream text = CamelsOwnSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                    .getSchema(
                            text,
                            SchemaValidatorsConfig.builder()
                                    .preloadJsonSchema(false)
                                    .build());
        }
    }

    static Stream<Map.Entry<String, String>> routes() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String folder : FOLDERS) {
            for (Path file : files(Path.of(folder), ".camel.yaml")) {
                found.put(file.toString(), Files.readString(file));
            }
        }
        List<Path> pages = new ArrayList<>(files(Path.of("docs"), ".md"));
        pages.add(Path.of("README.md"));
        for (Path page : pages) {
            Matcher yaml = YAML.matcher(Files.readString(page));
            while (yaml.find()) {
                if (ROUTES.matcher(yaml.group(1)).find()) {
                    found.put(page + " at " + yaml.start(), yaml.group(1));
                }
            }
        }
        assertThat(found.keySet())
                .hasSizeGreaterThan(55)
                .anyMatch(name -> name.startsWith("docs/channels"))
                .anyMatch(name -> name.startsWith("demo"));
        return found.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void routesAreValidByCamelsSchemaAsItIs(Map.Entry<String, String> routes) throws IOException {
        // Through JSON, as the schema wants it: the YAML reader's own nodes know further types.
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(new YAMLMapper().readTree(routes.getValue()));

        assertThat(schema.validate(json.readTree(text))).isEmpty();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
