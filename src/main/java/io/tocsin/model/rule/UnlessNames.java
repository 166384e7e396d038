package io.tocsin.model.rule;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds names under {@code unless} that are no other rule's. */
final class UnlessNames {

    private UnlessNames() {}

    /**
     * What is wrong.
     *
     * @param rules those in which nothing else is wrong
     * @param namings all rules
     */
    static List<Finding> look(List<Rule> rules, List<Naming> namings) {
        Set<String> names = namings.stream().map(Naming::rule).collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            rule.unless().stream()
                    .filter(name -> !names.contains(name) || name.equals(rule.name()))
                    .forEach(name -> findings.add(finding(rule, name, names)));
        }
        return findings;
    }

    private static Finding finding(Rule rule, String name, Set<String> names) {
        boolean itself = name.equals(rule.name());
        return new Finding(
                rule.origin().file(),
                rule.origin().line(),
                "the rule `" + name + "` under `unless` of rule `" + rule.name() + "`"
                        + (itself ? ", which is itself" : ""),
                "the name of another rule",
                itself
                        ? "remove it"
                        : NearestWord.of(name, names)
                                .map(word -> "did you mean `" + word + "`?")
                                .orElse("remove it, or add that rule"));
    }
}
