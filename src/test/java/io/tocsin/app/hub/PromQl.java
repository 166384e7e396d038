package io.tocsin.app.hub;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which metrics and labels an expression of Prometheus names; whether it is one, promtool says. */
final class PromQl {

    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "offset", "bool", "on", "ignoring", "by", "without", "inf", "nan");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GROUPED =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern METRIC =
            Pattern.compile("(?<![\\w:$])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*\\})?(?!\\s*\\()(?![\\w:])");
    private static final Pattern MATCHED = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");

    /** The labels that each metric is chosen by. */
    final Map<String, Set<String>> metrics = new TreeMap<>();

    /** The labels that something is summed up or joined by. */
    final Set<String> grouped = new TreeSet<>();

    /** The labels of its result, where its outermost part says them: the first that are named. */
    final Set<String> kept = new TreeSet<>();

    PromQl(String expression) {
        String bare = TEXT.matcher(expression).replaceAll("\"\"").replaceAll("\\[[^\\]]*\\]", "");
        Matcher groups = GROUPED.matcher(bare);
        while (groups.find()) {
            Set<String> labels = labels(groups.group(2));
            grouped.addAll(labels);
            if (kept.isEmpty() && groups.group(1).equals("by")) {
                kept.addAll(labels);
            }
        }
        Matcher metric = METRIC.matcher(GROUPED.matcher(bare).replaceAll(" "));
        while (metric.find()) {
            if (!WORDS.contains(metric.group(1))) {
                Set<String> chosen = metrics.computeIfAbsent(metric.group(1), any -> new TreeSet<>());
                if (metric.group(2) != null) {
                    MATCHED.matcher(metric.group(2))
                            .results()
                            .map(matched -> matched.group(1))
                            .forEach(chosen::add);
                }
            }
        }
    }

    private static Set<String> labels(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
