package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.receiver.LaneOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of options in docs/components, the annotations of the endpoints and their defaults say the same. */
class ComponentPagesTest {

    /** An option as its annotation tells it; an empty default stands for none. */
    private record Option(Field field, boolean required, String byDefault, String description) {

        static Optional<Option> of(Field field) {
            UriPath path = field.getAnnotation(UriPath.class);
            UriParam param = field.getAnnotation(UriParam.class);
            Metadata metadata = field.getAnnotation(Metadata.class);
            if (path != null) {
                return Optional.of(new Option(field, true, "", path.description()));
            }
            if (param != null) {
                return Optional.of(new Option(field, false, param.defaultValue(), param.description()));
            }
            return Optional.ofNullable(metadata)
                    .map(data -> new Option(field, false, data.defaultValue(), data.description()));
        }

        String row() {
            String value = required ? "required " : byDefault.isEmpty() ? "" : "`" + byDefault + "` ";
            return "| `" + field.getName() + "` | " + value + "| " + description + " |";
        }
    }

    /** Its endpoint has no fields to annotate: every option is one of {@link LaneOption}. */
    @Test
    void theTableOfOptionsOfTheOutboxIsTheEndpointsOwn() throws Exception {
        List<String> rows = Arrays.stream(LaneOption.values())
                .map(option -> "| `" + option.option() + "` | "
                        + (option.byDefault().isEmpty() ? "" : "`" + option.byDefault() + "` ") + "| "
                        + option.description() + " |")
                .toList();

        assertThat(table(page("outbox:ops"))).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({"accept:/v1/events/{source}", "inbox:events", "ledger:notices", "slack-socket:slack"})
    void theTableOfOptionsIsTheEndpointsOwn(String uri) throws Exception {
        List<String> rows = options(endpoint(uri)).map(Option::row).toList();

        assertThat(table(page(uri))).isEqualTo(rows).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"accept:/v1/events/{source}", "inbox:events", "ledger:notices", "slack-socket:slack"})
    void theDefaultsAreThoseOfTheAnnotations(String uri) throws Exception {
        Endpoint endpoint = endpoint(uri);

        for (Option option :
                options(endpoint).filter(option -> !option.required()).toList()) {
            option.field().setAccessible(true);
            assertThat(text(option.field().get(endpoint)))
                    .as(option.field().getName())
                    .isEqualTo(option.byDefault());
        }
    }

    /** Whatever can be set in a route file is told on the page. */
    @ParameterizedTest
    @CsvSource({"accept:/v1/events/{source}", "inbox:events", "ledger:notices", "slack-socket:slack"})
    void everySetterIsAnOptionThatIsTold(String uri) throws Exception {
        Endpoint endpoint = endpoint(uri);

        List<String> setters = Arrays.stream(endpoint.getClass().getDeclaredMethods())
                .map(method -> method.getName())
                .filter(name -> name.startsWith("set"))
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .toList();

        assertThat(setters)
                .containsExactlyInAnyOrderElementsOf(options(endpoint)
                        .map(option -> option.field().getName())
                        .toList());
    }

    private static Endpoint endpoint(String uri) {
        return new DefaultCamelContext().getEndpoint(uri);
    }

    private static Stream<Option> options(Endpoint endpoint) {
        return Arrays.stream(endpoint.getClass().getDeclaredFields())
                .map(Option::of)
                .flatMap(Optional::stream);
    }

    private static Path page(String uri) {
        return Path.of("docs/components", uri.substring(0, uri.indexOf(':')) + ".md");
    }

    private static List<String> table(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        int head = lines.indexOf("| option | default | effect |");
        return lines.subList(head + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    /** 2000.0 is written 2000, and nothing is empty. */
    private static String text(Object value) {
        if (value instanceof Double number && number == Math.rint(number)) {
            return Long.toString(number.longValue());
        }
        return value == null ? "" : value.toString();
    }
}
