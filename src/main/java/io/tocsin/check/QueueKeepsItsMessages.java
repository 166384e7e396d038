package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An SQS source that lets attributes become Camel headers, that never deletes, or that changes the queue itself. */
final class QueueKeepsItsMessages implements RouteRule {
    private static final List<String> CHANGING = List.of(
            "defaultVisibilityTimeout", "redrivePolicy", "policy", "maximumMessageSize", "messageRetentionPeriod");

    @Override
    public List<Finding> check(RouteFiles files) {
        Set<Finding> findings = new LinkedHashSet<>();
        files.allRoutes()
                .filter(route -> route.source().scheme().equals("aws2-sqs"))
                .forEach(route -> findings.addAll(check(route)));
        return List.copyOf(findings);
    }

    private static List<Finding> check(RouteText route) {
        List<Finding> findings = new ArrayList<>();
        EndpointText source = route.source();
        String names = source.option("messageAttributeNames");
        if (!names.isEmpty() && source.option("headerFilterStrategy").isEmpty()) {
            findings.add(
                    source.optionPlace("messageAttributeNames")
                            .finding(
                                    "`messageAttributeNames: " + names + "` without a headerFilterStrategy",
                                    "a filter: an attribute CamelHttpUri would become that header (CVE-2026-46456)",
                                    "remove it, or add `headerFilterStrategy` with a bean of io.tocsin.source.accept.InboundFilter"));
        }
        for (String option : CHANGING) {
            if (!source.option(option).isEmpty()) {
                findings.add(source.optionPlace(option)
                        .finding(
                                "`" + option + "` of an SQS source",
                                "none: it rewrites the queue's own settings at every start",
                                option.startsWith("default")
                                        ? "use `visibilityTimeout`"
                                        : "set it where the queue is made"));
            }
        }
        if (source.option("extendMessageVisibility").equals("true")
                && source.option("visibilityTimeout").isEmpty()) {
            findings.add(source.optionPlace("extendMessageVisibility")
                    .finding(
                            "`extendMessageVisibility` without `visibilityTimeout`",
                            "both: the start fails otherwise",
                            "add `visibilityTimeout` in seconds"));
        }
        for (Place step : route.steps()) {
            Place removal = step.at("removeHeaders");
            if (matchesReceipt(removal.at("pattern").text())
                    && !removal.at("excludePattern").text().startsWith("CamelAwsSqs")) {
                findings.add(removal.finding(
                        "`removeHeaders` that takes the receipt handle away",
                        "`excludePattern: CamelAwsSqs*`, or no message is ever deleted and each comes again without end",
                        "add it below the pattern"));
            }
        }
        return findings;
    }

    private static boolean matchesReceipt(String pattern) {
        return pattern.endsWith("*")
                && "CamelAwsSqsReceiptHandle".startsWith(pattern.substring(0, pattern.length() - 1));
    }
}
