package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every metric that the code makes stands in docs/operations.md, with what it means and what is normal, and no other. */
class MetricsPageTest {

    /** How a meter is made, and its name: the first text behind it. */
    private static final Pattern MADE = Pattern.compile(
            "(Counter\\.builder|Counters|Timer\\.builder|timer|Gauge\\.builder|gauge)\\([^\";]{0,80}\"(tocsin(?:\\.[a-z]+)+)\"");

    private final MetricsPage page = new MetricsPage();

    @Test
    void whatTheCodeMakesIsWhatThePageLists() throws IOException {
        Set<String> made = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> MADE.matcher(TestHub.read(file))
                    .results()
                    .map(MetricsPageTest::name)
                    .forEach(made::add));
        }
        assertThat(made).hasSizeGreaterThan(45);
        Set<String> listed = new TreeSet<>(page.metrics().keySet());
        listed.removeIf(name -> !name.startsWith("tocsin_"));
        assertThat(listed).isEqualTo(made);
    }

    @Test
    void eachHasAMeaningAndSaysWhatIsNormal() {
        assertThat(page.metrics().values()).allSatisfy(metric -> {
            assertThat(metric.means()).as(metric.name()).hasSizeGreaterThan(5);
            assertThat(metric.normal()).as(metric.name()).isNotBlank();
        });
    }

    /** As Micrometer writes it for Prometheus. */
    private static String name(MatchResult made) {
        String name = made.group(2).replace('.', '_');
        return switch (made.group(1)) {
            case "Counter.builder", "Counters" -> name + "_total";
            case "Timer.builder", "timer" -> name + "_seconds";
            default -> name;
        };
    }
}
