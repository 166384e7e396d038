package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.List;

/** Error handling that reaches further than it looks, names nothing, or reports a loss as success. */
final class ErrorsStayInTheirRoute implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        for (RouteFile file : files.files()) {
            for (String global : List.of("errorHandler", "onException", "onCompletion", "intercept")) {
                file.top(global)
                        .forEach(place -> findings.add(place.finding(
                                "`" + global + "` at the top of a file",
                                "it inside a route, or in a routeConfiguration with an id: here it is for every route of"
                                        + " every file",
                                "move it into the route")));
            }
            file.top("routeConfiguration")
                    .filter(place -> place.at("id").text().isBlank())
                    .forEach(place -> findings.add(place.finding(
                            "a routeConfiguration without an id",
                            "an id: without one it is for every route of every file",
                            "add an id, and name it as `routeConfigurationId` in the routes that want it")));
            file.named("deadLetterChannel")
                    .filter(place ->
                            !place.at("deadLetterHandleNewException").text().equals("false"))
                    .forEach(place -> findings.add(place.finding(
                            "a deadLetterChannel without `deadLetterHandleNewException: false`",
                            "it, or a message whose dead letter cannot be kept counts as a success and is lost",
                            "add it beside deadLetterUri")));
        }
        return findings;
    }
}
