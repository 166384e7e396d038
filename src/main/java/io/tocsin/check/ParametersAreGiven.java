package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A parameter that a template requires and an instance does not give, or gives empty; one that is given twice, of which
 * Camel would take the last; and one that is neither true nor false where its default is.
 */
final class ParametersAreGiven implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        Map<String, RouteText> templates =
                files.templates().collect(Collectors.toMap(RouteText::id, template -> template, (one, other) -> one));
        PlaceholderValues values = new PlaceholderValues(files.properties());
        List<Finding> findings = new ArrayList<>();
        files.instances().forEach(instance -> {
            twice(instance, findings);
            RouteText template = templates.get(instance.template());
            if (template != null) {
                template.parameters().forEach(name -> check(instance, template, name, values, findings));
            }
        });
        return findings;
    }

    private static void twice(Receiver instance, List<Finding> findings) {
        Map<String, Place> first = new HashMap<>();
        for (Place entry : instance.place().at("parameters").elements()) {
            Place name = entry.at("name");
            Place other = first.putIfAbsent(name.text(), name);
            if (other != null) {
                findings.add(name.finding(
                        "the parameter `" + name.text() + "` a second time",
                        "each parameter once: of two the last one counts",
                        "remove one of the two (the first is on line "
                                + other.yaml().line(other.where()) + ")"));
            }
        }
    }

    private static void check(
            Receiver instance, RouteText template, String name, PlaceholderValues values, List<Finding> findings) {
        String written = instance.parameters().get(name);
        ParameterWords words = ParameterWords.of(template, name);
        if (written == null) {
            if (words.required()) {
                findings.add(instance.place()
                        .finding(
                                "no `" + name + "` for the template `" + instance.template() + "`",
                                words.expected(),
                                "add `- name: " + name + "` with its value below `parameters:`"));
            }
            return;
        }
        String value = values.resolved(written).orElse(written);
        if (value.isBlank() && words.required()) {
            findings.add(instance.parameter(name)
                    .finding(
                            written.isBlank()
                                    ? "`" + name + "` without a value"
                                    : "`" + name + "` is `" + written + "`, which is empty",
                            words.expected(),
                            written.contains("{{env:") ? "set the variable" : "write its value"));
        } else if (words.isYesOrNo() && !value.contains("{{") && !value.matches("true|false")) {
            findings.add(instance.parameter(name)
                    .finding("`" + name + "` is `" + value + "`", words.expected(), "write true or false"));
        }
    }
}
