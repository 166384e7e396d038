package io.tocsin.check;

import io.tocsin.files.Finding;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The checks of route files, offline: no port is opened, nothing is sent, no store is touched.
 *
 * <p>What they find is told once: where the text of a file is wrong already, Camel is not asked about it.
 */
public final class RouteCheck {
    private final CamelParts parts;
    private final RouteFiles files;

    /**
     * Reads the files.
     *
     * @param folders the route folders, the first one first
     * @param parts what Camel needs to know
     */
    public RouteCheck(List<Path> folders, CamelParts parts) {
        this.parts = parts;
        this.files = RouteFiles.read(folders, parts.properties(), new TreeSet<>(parts.names()));
    }

    /** The names of all receivers. */
    public Set<String> receivers() {
        return files.receivers();
    }

    /** The names of those that are made of a template. */
    public Set<String> receivers(String template) {
        return files.instances()
                .filter(instance -> instance.template().equals(template))
                .flatMap(instance -> instance.name().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of the names that may be receivers in files that cannot be read: nothing is said of them. */
    public List<String> lost(List<String> names) {
        return names.stream().filter(files.lost()::contains).toList();
    }

    /** The receivers without a destination of their own, each with the parameter that would give it one. */
    public Map<String, String> withoutDestination() {
        Map<String, String> found = new TreeMap<>();
        files.instances().forEach(instance -> files.templates()
                .filter(template -> template.id().equals(instance.template()))
                .flatMap(template -> template.emptyDestination(instance.parameters()).stream())
                .forEach(parameter -> instance.name().ifPresent(name -> found.put(name, parameter))));
        return found;
    }

    /** What can be found by reading alone, in a few milliseconds. */
    public List<Finding> quick() {
        return told(RouteRules.check(files));
    }

    /**
     * What is wrong with one file among the others; a second if deep.
     *
     * @param deep whether to hold it against Camel's schema, too, have Camel make its routes, and render the messages of
     *     receivers that name a jq file or template of their own
     */
    public List<Finding> of(Path file, boolean deep) {
        Set<Finding> findings = new LinkedHashSet<>(files.unreadable());
        findings.addAll(quick());
        findings.removeIf(finding -> !Path.of(finding.file()).equals(file));
        if (deep && findings.isEmpty()) {
            files.files().stream()
                    .filter(one -> Path.of(one.name()).equals(file))
                    .forEach(one -> findings.addAll(new CamelSchema().check(one)));
            findings.addAll(new TrialRoutes(files, parts, findings).check(file));
            if (findings.isEmpty()) {
                findings.addAll(new ChannelMessages(files, parts, Set.of()).check(file));
            }
        }
        return List.copyOf(findings);
    }

    /** Everything: also Camel's schema, Camel's own opinion of every route, and every channel's message. */
    public List<Finding> full() {
        Set<Finding> findings = new LinkedHashSet<>(quick());
        CamelSchema schema = new CamelSchema();
        files.files().forEach(file -> findings.addAll(schema.check(file)));
        findings.addAll(Translated.check(files));
        findings.addAll(refused(findings));
        findings.addAll(new ChannelMessages(files, parts, named(findings)).check());
        return told(findings);
    }

    /** What Camel refuses of what has no other finding: for a start that it refused, too. */
    public List<Finding> refused(Collection<Finding> findings) {
        return told(new TrialRoutes(files, parts, findings).check());
    }

    /** Nothing of what is told holds a secret. */
    private List<Finding> told(Collection<Finding> findings) {
        Redaction redaction = Redaction.of(files);
        return findings.stream().map(redaction::of).toList();
    }

    private static Set<String> named(Set<Finding> findings) {
        return findings.stream().map(Finding::file).collect(Collectors.toSet());
    }
}
