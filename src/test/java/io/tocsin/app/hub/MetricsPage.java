package io.tocsin.app.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics that docs/operations.md lists, as an operator reads them there. */
final class MetricsPage {

    static final Path FILE = Path.of("docs/operations.md");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (.*?) \\| (.*?) \\| (.*?) \\|$");
    private static final Pattern LABEL = Pattern.compile("`([a-z0-9_]+)`");

    /**
     * A row of the page.
     *
     * @param labels the names of its labels
     */
    record Metric(String name, Set<String> labels, String means, String normal) {}

    private final String text = TestHub.read(FILE);

    /** By name. One that stands there twice is a mistake of the page. */
    Map<String, Metric> metrics() {
        String section = text.substring(text.indexOf("\n## Every metric\n"));
        section = section.substring(0, section.indexOf("\n## ", 1));
        return ROW.matcher(section)
                .results()
                .map(row -> new Metric(row.group(1), labels(row.group(2)), row.group(3), row.group(4)))
                .collect(Collectors.toMap(
                        Metric::name,
                        metric -> metric,
                        (one, other) -> {
                            throw new AssertionError(one.name() + " stands there twice");
                        },
                        TreeMap::new));
    }

    /** The headings of a level, such as {@code ###}, in their order. */
    List<String> headings(String level) {
        return Pattern.compile("(?m)^" + level + " (.*)$")
                .matcher(text)
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    private static Set<String> labels(String cell) {
        return LABEL.matcher(cell.replaceAll("\\([^)]*\\)", ""))
                .results()
                .map((MatchResult label) -> label.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
