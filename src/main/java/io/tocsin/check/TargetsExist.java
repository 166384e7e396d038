package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A {@code direct:}, {@code outbox:}, {@code routeConfigurationId} or {@code routeTemplateRef} that leads nowhere. */
final class TargetsExist implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        Set<Finding> findings = new LinkedHashSet<>();
        Set<String> consumed = consumed(files);
        files.endpoints()
                .filter(endpoint -> !endpoint.place().key().equals("from"))
                .filter(endpoint -> !endpoint.path().contains("{{"))
                .filter(endpoint -> !files.lost().contains(endpoint.path()))
                .forEach(endpoint -> {
                    if (endpoint.scheme().equals("direct") && !consumed.contains(endpoint.path())) {
                        findings.add(unknown(
                                endpoint.place(),
                                "`direct:" + endpoint.path() + "`, which no route consumes from",
                                consumed,
                                "add a route with `from: direct:" + endpoint.path() + "`"));
                    }
                    if (endpoint.scheme().equals("outbox") && !files.receivers().contains(endpoint.path())) {
                        findings.add(unknown(
                                endpoint.place(),
                                "`outbox:" + endpoint.path() + "`, which is no receiver",
                                files.receivers(),
                                "add a file for it under receivers/"));
                    }
                });
        findings.addAll(configurations(files));
        findings.addAll(templates(files));
        return List.copyOf(findings);
    }

    private static Set<String> consumed(RouteFiles files) {
        return files.endpoints()
                .filter(endpoint -> endpoint.place().key().equals("from"))
                .filter(endpoint -> endpoint.scheme().equals("direct"))
                .map(EndpointText::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Finding> configurations(RouteFiles files) {
        Set<String> known = files.files().stream()
                .flatMap(file -> file.top("routeConfiguration"))
                .map(place -> place.at("id").text())
                .collect(Collectors.toCollection(TreeSet::new));
        return files.files().stream()
                .flatMap(file -> file.named("routeConfigurationId"))
                .filter(place -> !known.contains(place.text()) && !files.lost().contains(place.text()))
                .map(place -> unknown(
                        place,
                        "the routeConfigurationId `" + place.text() + "`; the route would start without error handling",
                        known,
                        "add a routeConfiguration with this id"))
                .toList();
    }

    private static List<Finding> templates(RouteFiles files) {
        Set<String> known = files.templates().map(RouteText::id).collect(Collectors.toCollection(TreeSet::new));
        return files.instances()
                .filter(instance ->
                        !known.contains(instance.template()) && !files.lost().contains(instance.template()))
                .map(instance -> unknown(
                        instance.place().at("routeTemplateRef"),
                        "the routeTemplateRef `" + instance.template() + "`",
                        known,
                        "add a routeTemplate with this id under channels/"))
                .toList();
    }

    private static Finding unknown(Place place, String found, Set<String> known, String fix) {
        String word = place.node().isTextual() ? place.text() : place.at("uri").text();
        return place.finding(
                found,
                known.isEmpty() ? "one that exists, and there is none" : "one of " + String.join(", ", known),
                NearestWord.of(word.substring(word.indexOf(':') + 1), known)
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse(fix));
    }
}
