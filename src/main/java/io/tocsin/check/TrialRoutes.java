package io.tocsin.check;

import io.tocsin.files.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Lets Camel itself make every route, and of every template each instance and one with made-up values, without starting
 * any. An entry of a file in which another check has found something is left out, because Camel would say it again; the
 * file's other entries are not.
 */
final class TrialRoutes {
    private final RouteFiles files;
    private final CamelParts parts;
    private final Map<String, Set<Integer>> told;
    private final List<Finding> findings = new ArrayList<>();

    /** @param told what was found already */
    TrialRoutes(RouteFiles files, CamelParts parts, Collection<Finding> told) {
        this.files = files;
        this.parts = parts;
        this.told = told.stream()
                .collect(Collectors.groupingBy(
                        Finding::file, Collectors.mapping(Finding::line, Collectors.toCollection(TreeSet::new))));
    }

    List<Finding> check() {
        return check(file -> true);
    }

    /** The instances of one file only, with the templates that they are made of. */
    List<Finding> check(Path only) {
        List<Finding> all = check(file -> Path.of(file.name()).equals(only));
        return all.stream()
                .filter(finding -> Path.of(finding.file()).equals(only))
                .toList();
    }

    private List<Finding> check(Predicate<RouteFile> wanted) {
        List<RouteFile> instances = files.files().stream().filter(wanted).toList();
        Set<String> used = instances.stream()
                .flatMap(file -> file.top("templatedRoute"))
                .map(Receiver::at)
                .map(Receiver::template)
                .collect(Collectors.toSet());
        Predicate<RouteText> needed =
                template -> instances.size() == files.files().size() || used.contains(template.id());
        try (StillContext context = new StillContext()) {
            parts.beans().accept(context.getRegistry());
            context.getPropertiesComponent().setInitialProperties(parts.properties());
            UnknownSecrets.in(context);
            context.setLoadTypeConverters(false);
            context.build();
            for (RouteFile file : files.files()) {
                if (wanted.test(file) || file.templates().stream().anyMatch(needed)) {
                    load(context, file);
                }
            }
            instances(context, instances, templates(context, needed));
        } catch (Exception unexpected) {
            throw new IllegalStateException("the check itself failed: " + unexpected, unexpected);
        }
        return findings;
    }

    /** A file without a finding as it is, for Camel's own lines; else each entry by itself. Instances come later. */
    private void load(StillContext context, RouteFile file) throws Exception {
        boolean whole =
                lines(file).isEmpty() && file.top("templatedRoute").findAny().isEmpty();
        if (whole) {
            Resource resource =
                    ResourceHelper.fromString("file:" + file.name(), Files.readString(Path.of(file.name())));
            Optional<Finding> first = load(context, resource, file);
            if (first.isPresent()) {
                eachEntry(context, file, first.get());
            }
            return;
        }
        for (Place entry : file.root().elements()) {
            boolean instance = entry.at("templatedRoute").exists();
            boolean template = entry.at("routeTemplate").exists();
            if (!instance && (template || !isTold(file, entry))) {
                Resource resource = ResourceHelper.fromString("file:" + file.name(), "[" + entry.node() + "]");
                boolean tell = !isTold(file, entry);
                load(context, resource, file).filter(refused -> tell).ifPresent(findings::add);
            }
        }
    }

    /** Camel stops at the first entry that it can't read: one that stands behind it is told, too, and what is right is made. */
    private void eachEntry(StillContext context, RouteFile file, Finding first) throws Exception {
        List<Finding> each = new ArrayList<>();
        for (Place entry : file.root().elements()) {
            Resource resource = ResourceHelper.fromString("file:" + file.name(), "[" + entry.node() + "]");
            load(context, resource, file)
                    .ifPresent(refused -> each.addAll(steps(context, file, Optional.of(entry), refused)));
        }
        // Camel knows more of the line where it has the whole file.
        findings.addAll(each.size() > 1 ? each : List.of(first));
    }

    /** What is wrong with an entry of which Camel said this at first. */
    private List<Finding> steps(StillContext context, RouteFile file, Optional<Place> entry, Finding first) {
        return entry.filter(one ->
                        one.at("route").exists() || one.at("routeTemplate").exists())
                .map(one -> new StepByStep(context, files, file).all(one, values(file, one), first))
                .orElseGet(() -> List.of(first));
    }

    private static Map<String, Object> values(RouteFile file, Place entry) {
        String id = entry.at("routeTemplate").at("id").text();
        return file.templates().stream()
                .filter(template -> template.id().equals(id))
                .findFirst()
                .map(TrialValues::of)
                .orElse(Map.of());
    }

    private static Optional<Place> entry(RouteFile file, String kind, String id) {
        return file.root().elements().stream()
                .filter(entry -> entry.at(kind).at("id").text().equals(id))
                .findFirst();
    }

    /** What Camel says of text that it can't read, unless a secret that nobody gave is to blame. */
    private Optional<Finding> load(StillContext context, Resource resource, RouteFile file) {
        Set<RouteDefinition> before = new HashSet<>(context.getRouteDefinitions());
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        } catch (Exception refused) {
            return UnknownSecrets.areToBlame(refused)
                    ? Optional.empty()
                    : Optional.of(new CamelSays(files, List.of(file)).finding(refused));
        }
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            if (!before.contains(route)) {
                make(context, route, file);
            }
        }
        return Optional.empty();
    }

    private void make(StillContext context, RouteDefinition route, RouteFile file) {
        try {
            context.startRouteDefinitions(List.of(route));
        } catch (Exception refused) {
            if (!UnknownSecrets.areToBlame(refused)) {
                Finding first = new CamelSays(files, List.of(file)).finding(refused);
                findings.addAll(steps(context, file, entry(file, "route", route.getRouteId()), first));
            }
        }
    }

    /** Those that can be made with made-up values: what is wrong with an instance of these is the instance's. */
    private Map<String, RouteText> templates(StillContext context, Predicate<RouteText> needed) {
        Map<String, RouteText> sound = new HashMap<>();
        for (RouteFile file : files.files()) {
            for (RouteText template : file.templates()) {
                if (needed.test(template) && !sound.containsKey(template.id()) && isMade(context, file, template)) {
                    sound.put(template.id(), template);
                }
            }
        }
        return sound;
    }

    private boolean isMade(StillContext context, RouteFile file, RouteText template) {
        Set<RouteDefinition> before = new HashSet<>(context.getRouteDefinitions());
        try {
            context.addRouteFromTemplate(
                    "trial-" + template.id(), template.id(), "trial-" + template.id() + "-", TrialValues.of(template));
            context.startRouteDefinitions(context.getRouteDefinitions().stream()
                    .filter(route -> !before.contains(route))
                    .toList());
            return true;
        } catch (Exception refused) {
            if (TrialValues.areToBlame(refused)) {
                return true;
            }
            boolean toldBefore = isTold(file, template.head())
                    || findings.stream().anyMatch(finding -> finding.file().equals(file.name()));
            if (!toldBefore) {
                Finding first = new CamelSays(files, List.of(file)).finding(refused);
                findings.addAll(steps(context, file, entry(file, "routeTemplate", template.id()), first));
            }
            return false;
        }
    }

    private void instances(StillContext context, List<RouteFile> from, Map<String, RouteText> templates) {
        Set<String> names = new HashSet<>();
        for (RouteFile file : from) {
            file.top("templatedRoute").map(Receiver::at).forEach(instance -> {
                RouteText template = templates.get(instance.template());
                boolean first =
                        names.add("route " + instance.place().at("routeId").text())
                                & names.add("receiver " + instance.name().orElse(file.name() + names.size()));
                if (template != null && first) {
                    findings.addAll(new InstanceTrial(files, file, instance, template).check(context, lines(file)));
                }
            });
        }
    }

    private Set<Integer> lines(RouteFile file) {
        return told.getOrDefault(file.name(), Set.of());
    }

    private boolean isTold(RouteFile file, Place entry) {
        Set<Integer> lines = lines(file);
        return entry.all().anyMatch(place -> lines.contains(place.yaml().line(place.where())));
    }
}
