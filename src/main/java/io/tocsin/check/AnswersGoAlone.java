package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Receivers that take answers to questions, where these would come together or go to another receiver: what one answer is to do would not be
 * done, and nothing else can do it.
 */
public final class AnswersGoAlone implements RouteRule {

    /** The template of those receivers. */
    public static final String TEMPLATE = "codepipeline-approval";

    /** The provider that this template, and no other, has in its route. */
    public static final String PROVIDER = "codepipeline";

    @Override
    public List<Finding> check(RouteFiles files) {
        return files.instances()
                .filter(instance -> instance.template().equals(TEMPLATE))
                .flatMap(instance -> Stream.of(
                                given(instance, "fallback", "", "no other receiver can tell CodePipeline"),
                                given(instance, "digestAbove", "0", "each answer is told by itself"))
                        .flatMap(Optional::stream))
                .toList();
    }

    private static Optional<Finding> given(Receiver receiver, String parameter, String none, String why) {
        String value = receiver.parameters().getOrDefault(parameter, none);
        return value.equals(none) || value.isEmpty()
                ? Optional.empty()
                : Optional.of(receiver.parameter(parameter)
                        .finding(
                                "`" + parameter + ": " + value + "`",
                                "no `" + parameter + "`: " + why,
                                "leave it out"));
    }
}
