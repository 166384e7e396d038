package io.tocsin.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Has Camel make one instance of a template. Camel tells one mistake at a time, so each value that it refuses is told,
 * replaced by one that fits, and the instance made again, until there is nothing left to tell.
 */
final class InstanceTrial {
    private final RouteFile file;
    private final Receiver instance;
    private final RouteText template;
    private final InstanceSays says;
    private final Map<String, Object> replaced = new TreeMap<>();

    InstanceTrial(RouteFiles files, RouteFile file, Receiver instance, RouteText template) {
        this.file = file;
        this.instance = instance;
        this.template = template;
        this.says = new InstanceSays(files, file, instance, template);
    }

    /** Everything that is wrong with its values; lines that were told before are replaced from the start. */
    List<Finding> check(StillContext context, Set<Integer> toldLines) {
        List<Finding> findings = new ArrayList<>();
        toldLines.forEach(line -> says.parameterAt(line).ifPresent(this::replace));
        TrialValues.of(template).forEach((name, value) -> {
            if (!instance.parameters().containsKey(name)) {
                replaced.put(name, value); // told as missing
            }
        });
        for (int tries = instance.parameters().size(); tries >= 0; tries--) {
            Optional<Exception> refused = context.attempt(file.name(), entry());
            if (refused.isEmpty()) {
                break;
            }
            Finding finding = says.finding(refused.get(), replaced.keySet());
            if (!toldLines.contains(finding.line())
                    && !UnknownSecrets.areToBlame(refused.get())
                    && !TrialValues.areToBlame(refused.get())) {
                findings.add(finding);
            }
            Optional<String> parameter = finding.file().equals(file.name())
                    ? says.parameterAt(finding.line()).filter(name -> !replaced.containsKey(name))
                    : Optional.empty();
            if (parameter.isEmpty()) {
                break;
            }
            replace(parameter.get());
        }
        return findings;
    }

    /** A value that fits: the default, or one that is made up. */
    private void replace(String name) {
        replaced.put(
                name,
                TrialValues.of(template)
                        .getOrDefault(
                                name,
                                template.byDefault(name).orElseGet(() -> TrialValues.value(name, template.id()))));
    }

    private ObjectNode entry() {
        ObjectNode body = instance.place().node().deepCopy();
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        Set<String> given = new HashSet<>();
        for (JsonNode parameter : body.path("parameters")) {
            String name = parameter.path("name").asText();
            if (given.add(name)) {
                parameters.add(
                        replaced.containsKey(name)
                                ? parameter(name, replaced.get(name).toString())
                                : parameter);
            }
        }
        replaced.forEach((name, value) -> {
            if (given.add(name)) {
                parameters.add(parameter(name, value.toString()));
            }
        });
        body.set("parameters", parameters);
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.set("templatedRoute", body);
        return entry;
    }

    private static ObjectNode parameter(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put("name", name).put("value", value);
    }
}
