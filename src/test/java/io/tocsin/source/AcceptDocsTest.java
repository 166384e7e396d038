package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.junit.jupiter.api.Test;

/** The table in docs/components/accept.md, the annotations and the code say the same. */
class AcceptDocsTest {

    @Test
    void theTableOfOptionsIsTheEndpointsOwn() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Field field : AcceptEndpoint.class.getDeclaredFields()) {
            UriPath path = field.getAnnotation(UriPath.class);
            UriParam option = field.getAnnotation(UriParam.class);
            if (path != null) {
                rows.add("| `" + field.getName() + "` | required | " + path.description() + " |");
            } else if (option != null) {
                String value = option.defaultValue().isEmpty() ? "" : "`" + option.defaultValue() + "` ";
                rows.add("| `" + field.getName() + "` | " + value + "| " + option.description() + " |");
            }
        }

        List<String> lines = Files.readAllLines(Path.of("docs/components/accept.md"));
        int head = lines.indexOf("| option | default | effect |");
        List<String> table = lines.subList(head + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(table).isEqualTo(rows);
    }

    @Test
    void theDefaultsAreThoseOfTheAnnotations() throws Exception {
        AcceptEndpoint endpoint = (AcceptEndpoint) new DefaultCamelContext().getEndpoint("accept:/v1/events/{source}");

        for (Field field : AcceptEndpoint.class.getDeclaredFields()) {
            UriParam option = field.getAnnotation(UriParam.class);
            if (option != null && !option.defaultValue().isEmpty()) {
                field.setAccessible(true);
                assertThat(Double.toString(number(field.get(endpoint))))
                        .as(field.getName())
                        .isEqualTo(Double.toString(number(option.defaultValue())));
            }
        }
    }

    private static double number(Object value) {
        String text = value.toString();
        return switch (text) {
            case "true" -> 1;
            case "false" -> 0;
            default -> Double.parseDouble(text);
        };
    }
}
