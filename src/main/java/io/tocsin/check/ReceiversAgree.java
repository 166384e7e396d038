package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A receiver whose names disagree, or whose fallback is unknown or the receiver itself. */
final class ReceiversAgree implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        Set<String> receivers = files.receivers();
        files.instances().filter(instance -> instance.name().isPresent()).forEach(receiver -> {
            String name = receiver.name().orElseThrow();
            agree(receiver.place(), "routeId", name).ifPresent(findings::add);
            agree(receiver.place(), "prefixId", name + "-").ifPresent(findings::add);
            fallback(receiver, name, receivers, files.lost()).ifPresent(findings::add);
        });
        return findings;
    }

    private static Optional<Finding> agree(Place instance, String field, String expected) {
        if (instance.at(field).text().equals(expected)) {
            return Optional.empty();
        }
        return Optional.of(instance.at(field)
                .finding(
                        instance.at(field).exists()
                                ? "`" + field + ": " + instance.at(field).text() + "`"
                                : "no `" + field + "`",
                        "`" + field + ": " + expected + "`, after the parameter `receiver`: traces, metrics and the"
                                + " breaker are named by it",
                        "write it so"));
    }

    private static Optional<Finding> fallback(Receiver receiver, String name, Set<String> receivers, Set<String> lost) {
        String fallback = receiver.parameters().getOrDefault("fallback", "");
        if (fallback.isEmpty() || lost.contains(fallback) || receivers.contains(fallback) && !fallback.equals(name)) {
            return Optional.empty();
        }
        return Optional.of(receiver.parameter("fallback")
                .finding(
                        fallback.equals(name)
                                ? "the receiver itself as its fallback"
                                : "the fallback `" + fallback + "`, which is no receiver",
                        "another receiver, one of "
                                + String.join(
                                        ", ",
                                        receivers.stream()
                                                .filter(other -> !other.equals(name))
                                                .toList()),
                        NearestWord.of(fallback, receivers)
                                .filter(near -> !near.equals(name))
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("name another, or leave it empty")));
    }
}
