package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;

/** A recipient list whose way to join replies hides a failure, or stops after a handled one. */
final class FanOutKeepsFailures implements RouteRule {
    private static final String RIGHT = "#keepUnhandledFailures";

    @Override
    public List<Finding> check(RouteFiles files) {
        return files.files().stream()
                .flatMap(file -> file.named("recipientList"))
                .filter(list -> !list.at("aggregationStrategy").text().equals(RIGHT))
                .map(list -> list.finding(
                        "a recipientList without `aggregationStrategy: \"" + RIGHT + "\"`",
                        "it: Camel's own strategies stop after a handled failure or swallow an unhandled one",
                        "add it beside the expression"))
                .toList();
    }
}
