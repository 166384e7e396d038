package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.files.MarkedYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code receivers:} as receivers of the hub: each entry of each kind is one, with a file of its own. */
final class Receivers {

    private final MarkedYaml yaml;
    private final Path home;
    private final LeftOut left;
    private final Secrets secrets;
    private final Names names = new Names();
    private final Map<String, List<Made>> byName = new HashMap<>();
    private final Map<String, String> files = new TreeMap<>();

    /** @param endsAreTold {@code send_resolved} */
    private record Made(String name, boolean endsAreTold) {}

    /** @param home the folder from which relative paths in the source start */
    Receivers(MarkedYaml yaml, Path home, LeftOut left, Secrets secrets) {
        this.yaml = yaml;
        this.home = home;
        this.left = left;
        this.secrets = secrets;
        JsonNode list = yaml.json().path("receivers");
        for (int i = 0; i < list.size(); i++) {
            receiver(list.get(i), JsonPointer.compile("/receivers/" + i));
        }
    }

    private void receiver(JsonNode receiver, JsonPointer where) {
        String name = receiver.path("name").asText("");
        List<Made> made = byName.computeIfAbsent(name, any -> new ArrayList<>());
        int entries = receiver.properties().stream()
                .mapToInt(field ->
                        field.getKey().endsWith("_configs") ? field.getValue().size() : 0)
                .sum();
        for (Map.Entry<String, JsonNode> field : receiver.properties()) {
            if (field.getKey().endsWith("_configs") && !isKnown(field.getKey())) {
                left.add(
                        where.appendProperty(field.getKey()),
                        "receiver `" + name + "`: " + field.getKey(),
                        field.getKey().equals("jira_configs")
                                ? "make the receiver by hand: docs/channels/jira.md"
                                : "the hub has no channel for it; docs/channels/apprise.md and docs/channels/webhook.md reach others");
            }
        }
        for (Kinds.Kind kind : Kinds.ALL) {
            JsonNode list = receiver.path(kind.list());
            for (int i = 0; i < list.size(); i++) {
                String like = entries == 1 ? name : name + "-" + kind.list().replace("_configs", "");
                entry(kind, list.get(i), where.appendProperty(kind.list()).appendIndex(i), names.like(like), made);
            }
        }
        if (made.isEmpty()) {
            left.add(
                    where,
                    "receiver `" + name + "`",
                    "it is nobody here: its routes' rules record incidents and notify nobody");
        }
    }

    private static boolean isKnown(String list) {
        return Kinds.ALL.stream().anyMatch(kind -> kind.list().equals(list));
    }

    private void entry(Kinds.Kind kind, JsonNode entry, JsonPointer where, String name, List<Made> made) {
        JsonNode global = yaml.json().path("global");
        Integration one = new Integration(entry, global, where, kind.list(), name, home, left, secrets);
        kind.fill().into(one);
        one.done().ifPresent(parameters -> {
            made.add(new Made(name, one.sendsEnds(kind.sendsEnds())));
            files.put("receivers/" + name + ".camel.yaml", file(name, kind.channel(entry, global), parameters, where));
        });
    }

    private String file(String name, String channel, Map<String, String> parameters, JsonPointer where) {
        StringBuilder file = new StringBuilder("# From " + yaml.file() + ", line " + yaml.line(where)
                + ". What it can be told further: docs/channels/" + channel + ".md\n");
        file.append("- templatedRoute:\n    routeTemplateRef: ").append(channel).append('\n');
        file.append("    routeId: ")
                .append(name)
                .append("\n    prefixId: ")
                .append(name)
                .append("-\n");
        file.append("    parameters:\n");
        parameter(file, "receiver", name);
        parameters.forEach((parameter, value) -> parameter(file, parameter, value));
        return file.toString();
    }

    private static void parameter(StringBuilder file, String name, String value) {
        file.append("      - name: ")
                .append(name)
                .append("\n        value: ")
                .append(TextNode.valueOf(value))
                .append('\n');
    }

    /** Whom a receiver of the source is here: those whose ends are told, or the others. */
    List<String> of(String receiver, boolean endsAreTold) {
        return byName.getOrDefault(receiver, List.of()).stream()
                .filter(made -> made.endsAreTold == endsAreTold)
                .map(Made::name)
                .toList();
    }

    /** The names of all that there are here. */
    List<String> names() {
        return byName.values().stream()
                .flatMap(List::stream)
                .map(Made::name)
                .sorted()
                .toList();
    }

    Map<String, String> files() {
        return files;
    }
}
