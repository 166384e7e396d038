package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * A circuit breaker that would report a delivery which never happened. Each was measured with Camel 4.17.0; the options'
 * defaults are the dangerous ones.
 */
final class BreakerLosesNothing implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        files.files().stream()
                .flatMap(file -> file.named("circuitBreaker"))
                .forEach(breaker -> findings.addAll(check(breaker)));
        return findings;
    }

    private static List<Finding> check(Place breaker) {
        List<Finding> findings = new ArrayList<>();
        Place options = breaker.at("resilience4jConfiguration");
        if (!isTrue(breaker.at("inheritErrorHandler")) && !hasNoErrorHandler(breaker)) {
            findings.add(breaker.finding(
                    "a circuitBreaker in a route without `errorHandler: { noErrorHandler: {} }`",
                    "it, because the outbox retries what a route throws; with another error handler, or none said, a"
                            + " failure leaves the breaker past it: no retry, no dead letter",
                    "add it beside the route's `from:`, or `inheritErrorHandler: true` beside the breaker's id"));
        }
        if (!isTrue(options.at("throwExceptionWhenHalfOpenOrOpenState"))
                && !breaker.at("onFallback").exists()) {
            findings.add(breaker.finding(
                    "a circuitBreaker without `throwExceptionWhenHalfOpenOrOpenState: true`",
                    "it, or while the breaker is open every delivery counts as delivered and is lost",
                    "add it below `resilience4jConfiguration:`"));
        }
        for (String clearing : List.of("ignoreException", "recordException")) {
            if (options.at(clearing).exists()) {
                findings.add(
                        options.at(clearing)
                                .finding(
                                        "`" + clearing + "` of a circuitBreaker",
                                        "none: an exception that does not count is cleared, and the delivery is lost as delivered",
                                        "remove it, and judge the answer after the breaker as channels/webhook.camel.yaml does"));
            }
        }
        if (options.at("timeoutEnabled").exists()
                && !options.at("timeoutEnabled").text().equals("false")) {
            findings.add(options.at("timeoutEnabled")
                    .finding(
                            "`timeoutEnabled` of a circuitBreaker",
                            "false: a send goes on after such a timeout, so that the retry sends twice",
                            "remove it, and set the endpoint's own timeout (responseTimeout of http)"));
        }
        return findings;
    }

    /** Of a route that says it has none there is none to be left out: both ways the exception ends the route. */
    private static boolean hasNoErrorHandler(Place breaker) {
        Place around = breaker;
        while (!around.where().matches() && !around.at("from").exists()) {
            around = around.parent();
        }
        return around.at("errorHandler").at("noErrorHandler").exists();
    }

    private static boolean isTrue(Place place) {
        return place.text().equals("true");
    }
}
