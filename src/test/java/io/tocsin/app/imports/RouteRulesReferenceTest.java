package io.tocsin.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.rule.Grouping;
import io.tocsin.model.rule.RuleFiles;
import io.tocsin.model.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random route trees and alerts: what the imported rules notify, and which alerts their incidents put together, is what a naive reading
 * of Alertmanager's own way through the tree says (dispatch/route.go). A failing seed is in the message.
 */
class RouteRulesReferenceTest {

    private static final List<String> LABELS = List.of("team", "severity", "env");
    private static final List<String> VALUES = List.of("a", "b", "c", "ab");
    private static final List<String> REGEXES = List.of("a|b", "a.*", ".*b", ".+", "", "[ab]+", "c?");

    @TempDir
    private Path folder;

    private record Condition(String name, String sign, String value) {

        boolean fits(Map<String, String> labels) {
            String found = labels.getOrDefault(name, "");
            return switch (sign) {
                case "=" -> found.equals(value);
                case "!=" -> !found.equals(value);
                case "=~" -> Pattern.matches(value, found);
                default -> !Pattern.matches(value, found);
            };
        }
    }

    /**
     * A route.
     *
     * @param said what stands under its group_by; empty where it has none
     * @param groupBy what holds for it, which may be its parent's; ["..."] puts nothing together
     */
    private record Node(
            String receiver,
            List<Condition> tests,
            boolean goesOn,
            Optional<List<String>> said,
            List<String> groupBy,
            List<Node> routes) {

        /** dispatch/route.go, Match: depth first, from left to right. */
        List<Node> match(Map<String, String> labels) {
            if (!tests.stream().allMatch(test -> test.fits(labels))) {
                return List.of();
            }
            List<Node> all = new ArrayList<>();
            for (Node route : routes) {
                List<Node> matches = route.match(labels);
                all.addAll(matches);
                if (!matches.isEmpty() && !route.goesOn) {
                    break;
                }
            }
            return all.isEmpty() ? List.of(this) : all;
        }

        String yaml(String indent) {
            StringBuilder text = new StringBuilder();
            text.append(indent).append("receiver: ").append(receiver).append('\n');
            if (!tests.isEmpty()) {
                text.append(indent).append("matchers:\n");
                tests.forEach(test -> text.append(indent)
                        .append("- '")
                        .append(test.name)
                        .append(test.sign)
                        .append('"')
                        .append(test.value)
                        .append("\"'\n"));
            }
            text.append(indent).append("continue: ").append(goesOn).append('\n');
            said.ifPresent(labels -> text.append(indent)
                    .append("group_by: ")
                    .append(labels.stream().map(one -> "'" + one + "'").toList())
                    .append('\n'));
            if (!routes.isEmpty()) {
                text.append(indent).append("routes:\n");
                routes.forEach(
                        route -> text.append(route.yaml(indent + "  ").replaceFirst(indent + "  ", indent + "- ")));
            }
            return text.toString();
        }
    }

    @Test
    void importedRulesNotifyWhomAlertmanagerNotifiesAndGroupAsItDoes() throws IOException {
        compare(1, 120, 40);
    }

    @Test
    @Tag("long")
    void theSameOfThousandsOfTrees() throws IOException {
        compare(1_000_000, 3_000, 200);
    }

    private void compare(int firstSeed, int trees, int alerts) throws IOException {
        long negated = 0;
        for (int seed = firstSeed; seed < firstSeed + trees; seed++) {
            Random random = new Random(seed);
            Node root = node(random, 0, List.of(), List.of());
            Rules rules = rules(root);
            Map<Node, String> groups = new IdentityHashMap<>();
            for (int i = 0; i < alerts; i++) {
                Map<String, String> labels = labels(random);
                List<Node> matched = root.match(labels);
                ObjectNode alert = alert(labels);
                Set<String> told = rules.receivers(rules.match(alert), Severity.MEDIUM);
                assertThat(told)
                        .as("seed %s, labels %s, tree\n%s", seed, labels, root.yaml(""))
                        .containsExactlyInAnyOrderElementsOf(names(matched));
                Node owner = matched.get(matched.size() - 1); // those before it say that they are notified, too
                Optional<Grouping> grouping = rules.groupings().of(alert);
                assertThat(grouping.map(one -> one.values(alert)))
                        .as("the group, seed %s, labels %s, tree\n%s", seed, labels, root.yaml(""))
                        .satisfiesAnyOf(
                                group -> assertThat(group).isEqualTo(Optional.of(values(owner, labels))),
                                group -> assertThat(group.isEmpty() && isAlone(owner))
                                        .isTrue());
                grouping.ifPresent(one -> groups.putIfAbsent(owner, one.name()));
                assertThat(grouping.map(Grouping::name))
                        .as("a route's own groups, seed %s, labels %s, tree\n%s", seed, labels, root.yaml(""))
                        .isEqualTo(Optional.ofNullable(groups.get(owner)));
                assertThat(groups.values()).doesNotHaveDuplicates();
                negated += rules.all().stream()
                        .filter(rule -> !rule.unless().isEmpty())
                        .count();
            }
        }
        assertThat(negated).as("some rules are for what others do not fit").isPositive();
    }

    private static boolean isAlone(Node node) {
        return node.groupBy.equals(List.of("..."));
    }

    private static Map<String, String> values(Node node, Map<String, String> labels) {
        Map<String, String> values = new LinkedHashMap<>();
        if (isAlone(node)) {
            values.put("fingerprint", "f" + labels);
        } else {
            node.groupBy.forEach(label -> values.put(label, labels.getOrDefault(label, "")));
        }
        return values;
    }

    private static Set<String> names(List<Node> matched) {
        Set<String> names = new LinkedHashSet<>();
        matched.forEach(node -> names.add(node.receiver));
        return names;
    }

    private static ObjectNode alert(Map<String, String> labels) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        alert.put("fingerprint", "f" + labels).put("status", "firing").put("severity", "medium");
        labels.forEach(alert.putObject("labels")::put);
        return alert;
    }

    private Rules rules(Node root) throws IOException {
        StringBuilder source = new StringBuilder("route:\n" + root.yaml("  ") + "receivers:\n");
        for (int i = 0; i < 6; i++) {
            source.append("- name: r")
                    .append(i)
                    .append("\n  webhook_configs: [ { url: 'https://example.org/")
                    .append(i)
                    .append("' } ]\n");
        }
        Imported imported = AlertmanagerImport.of(Path.of("alertmanager.yml"), source.toString(), folder);
        assertThat(imported.left()).as(source.toString()).isEmpty();
        Path file = folder.resolve("alertmanager.yaml");
        Files.writeString(file, imported.files().get("rules/alertmanager.yaml"));
        return new RuleFiles(folder).load();
    }

    private static Node node(Random random, int depth, List<Condition> tests, List<String> inherited) {
        Optional<List<String>> said = random.nextInt(3) > 0
                ? Optional.empty()
                : Optional.of(
                        switch (random.nextInt(4)) {
                            case 0 -> List.of("...");
                            case 1 -> List.of(); // as if it were not there: dispatch/route.go asks for nil
                            case 2 -> List.of("team", "env");
                            default -> List.of("alertname");
                        });
        List<String> groupBy = said.filter(labels -> !labels.isEmpty()).orElse(inherited);
        List<Node> routes = new ArrayList<>();
        for (int i = depth < 3 ? random.nextInt(4) : 0; i > 0; i--) {
            List<Condition> own = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                own.add(test(random));
            }
            routes.add(node(random, depth + 1, own, groupBy));
        }
        return new Node("r" + random.nextInt(6), tests, depth > 0 && random.nextInt(3) == 0, said, groupBy, routes);
    }

    private static Condition test(Random random) {
        String sign = List.of("=", "=", "=", "!=", "=~", "!~").get(random.nextInt(6));
        String value = sign.endsWith("~")
                ? REGEXES.get(random.nextInt(REGEXES.size()))
                : random.nextInt(6) == 0 ? "" : VALUES.get(random.nextInt(VALUES.size()));
        return new Condition(LABELS.get(random.nextInt(LABELS.size())), sign, value);
    }

    private static Map<String, String> labels(Random random) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("alertname", "n" + random.nextInt(2));
        for (String label : LABELS) {
            if (random.nextInt(4) > 0) {
                labels.put(label, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return labels;
    }
}
