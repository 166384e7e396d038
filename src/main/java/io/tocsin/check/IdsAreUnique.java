package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Two routes, two templates or two receivers of one name. */
final class IdsAreUnique implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(repeated(
                "route id",
                Stream.concat(
                        files.files().stream()
                                .flatMap(file -> file.routes().stream())
                                .map(route -> route.head().at("id")),
                        files.instances().map(instance -> instance.place().at("routeId")))));
        findings.addAll(repeated(
                "template id", files.templates().map(route -> route.head().at("id"))));
        findings.addAll(repeated(
                "receiver",
                files.instances()
                        .filter(instance -> instance.name().isPresent())
                        .map(instance -> instance.parameter("receiver"))));
        return findings.stream().distinct().toList();
    }

    private static List<Finding> repeated(String what, Stream<Place> names) {
        Map<String, Place> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        names.filter(name -> !name.text().isBlank()).forEach(name -> {
            Place other = first.putIfAbsent(name.text(), name);
            if (other != null) {
                findings.add(name.finding(
                        "the " + what + " `" + name.text() + "` a second time",
                        "a name of its own",
                        "rename one of the two (the first is in " + other.yaml().file() + ":"
                                + other.yaml().line(other.where()) + ")"));
            }
        });
        return findings;
    }
}
