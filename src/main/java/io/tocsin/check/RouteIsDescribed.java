package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.List;

/** A route or template without id or description, or a template's parameter without description. */
final class RouteIsDescribed implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        files.allRoutes().forEach(route -> {
            String what = route.head().key().equals("routeTemplate") ? "template" : "route";
            if (route.id().isBlank()) {
                findings.add(route.head()
                        .finding(
                                "a " + what + " without an id",
                                "an id of its own: traces and metrics name the " + what + " by it",
                                "add `id:` below `" + route.head().key() + ":`"));
            }
            if (route.head().at("description").text().isBlank()) {
                findings.add(route.head()
                        .finding(
                                "the " + what + " `" + route.id() + "` without a description",
                                "one sentence that says what it does",
                                "add `description:` beside its id"));
            }
            for (Place parameter : route.head().at("parameters").elements()) {
                if (what.equals("template")
                        && route.laneOption(parameter.at("name").text()).isEmpty()
                        && parameter.at("description").text().isBlank()) {
                    findings.add(parameter.finding(
                            "the parameter `" + parameter.at("name").text() + "` without a description",
                            "one line that says what it does, and its unit",
                            "add `description:` below its name"));
                }
            }
        });
        return findings;
    }
}
