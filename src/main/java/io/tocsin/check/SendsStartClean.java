package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;

/** A channel whose first step does not drop all headers: what came with an event could steer a send. */
final class SendsStartClean implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        return files.allRoutes()
                .filter(RouteText::isChannel)
                .filter(route -> route.steps().isEmpty()
                        || !route.steps()
                                .get(0)
                                .at("removeHeaders")
                                .at("pattern")
                                .text()
                                .equals("*"))
                .map(route -> (route.steps().isEmpty()
                                ? route.from()
                                : route.steps().get(0))
                        .finding(
                                "a channel that does not begin with `removeHeaders` of `*`",
                                "it as the first step: no header that came with an event may steer a send",
                                "add `- removeHeaders: { pattern: \"*\" }` before this step"))
                .toList();
    }
}
