package io.tocsin.lint;

import io.tocsin.check.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Lets Camel itself make every route, also of templates that have no instance yet, without starting any. Camel tells one
 * mistake a route; a file in which another check has found something is left out, because Camel would say it again.
 */
final class TrialRoutes {
    private final RouteFiles files;
    private final CamelParts parts;
    private final Set<String> faulty;
    private final List<Finding> findings = new ArrayList<>();

    /** @param faulty the names of files in which something was found already */
    TrialRoutes(RouteFiles files, CamelParts parts, Set<String> faulty) {
        this.files = files;
        this.parts = parts;
        this.faulty = faulty;
    }

    List<Finding> check() {
        try (StillContext context = new StillContext()) {
            parts.beans().accept(context.getRegistry());
            context.getPropertiesComponent().setInitialProperties(parts.properties());
            UnknownSecrets.in(context);
            context.setLoadTypeConverters(false);
            context.build();
            for (RouteFile file : readable()) {
                load(context, file);
            }
            trialsOfUnusedTemplates(context);
        } catch (Exception unexpected) {
            throw new IllegalStateException("the check itself failed: " + unexpected, unexpected);
        }
        return findings;
    }

    private List<RouteFile> readable() {
        Set<String> lost = files.files().stream()
                .filter(file -> faulty.contains(file.name()))
                .flatMap(file -> file.templates().stream())
                .map(RouteText::id)
                .collect(Collectors.toSet());
        return files.files().stream()
                .filter(file -> !faulty.contains(file.name()))
                .filter(file -> file.top("templatedRoute")
                        .map(Receiver::at)
                        .noneMatch(instance -> lost.contains(instance.template())))
                .toList();
    }

    private void load(StillContext context, RouteFile file) {
        Set<RouteDefinition> before = new HashSet<>(context.getRouteDefinitions());
        try {
            Resource resource =
                    ResourceHelper.fromString("file:" + file.name(), Files.readString(Path.of(file.name())));
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        } catch (Exception refused) {
            tell(refused, List.of(file));
            return;
        }
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            if (!before.contains(route)) {
                make(context, route, file);
            }
        }
    }

    private void make(StillContext context, RouteDefinition route, RouteFile file) {
        try {
            context.startRouteDefinitions(List.of(route));
        } catch (Exception refused) {
            tell(refused, suspects(route, file));
        }
    }

    private void tell(Exception refused, List<RouteFile> suspects) {
        if (!UnknownSecrets.areToBlame(refused)) {
            findings.add(new CamelSays(files, suspects).finding(refused));
        }
    }

    /** A mistake that shows when an instance is made stands in its own file or in its template's. */
    private List<RouteFile> suspects(RouteDefinition route, RouteFile file) {
        Set<String> templates = file.top("templatedRoute")
                .map(Receiver::at)
                .filter(made -> made.place().at("routeId").text().equals(route.getRouteId()))
                .map(Receiver::template)
                .collect(Collectors.toSet());
        return Stream.concat(Stream.of(file), files.files().stream().filter(other -> other.templates().stream()
                        .anyMatch(text -> templates.contains(text.id()))))
                .distinct()
                .toList();
    }

    private void trialsOfUnusedTemplates(StillContext context) {
        Set<String> used = files.instances().map(Receiver::template).collect(Collectors.toSet());
        for (RouteFile file : readable()) {
            for (RouteText template : file.templates()) {
                if (!used.contains(template.id())) {
                    trial(context, file, template);
                }
            }
        }
    }

    private void trial(StillContext context, RouteFile file, RouteText template) {
        Map<String, Object> values = TrialValues.of(template);
        Set<RouteDefinition> before = new HashSet<>(context.getRouteDefinitions());
        try {
            context.addRouteFromTemplate(
                    "trial-" + template.id(), template.id(), "trial-" + template.id() + "-", values);
            context.startRouteDefinitions(context.getRouteDefinitions().stream()
                    .filter(route -> !before.contains(route))
                    .toList());
        } catch (Exception refused) {
            Finding finding = new CamelSays(files, List.of(file)).finding(refused);
            if (!TrialValues.areToBlame(refused)) {
                findings.add(finding);
            }
        }
    }
}
