package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;
import java.util.stream.Stream;

/** Every {@link RouteRule}. They only read: all of them together take a few milliseconds. */
final class RouteRules {
    private static final List<RouteRule> ALL = List.of(
            new EveryFileIsRead(),
            new RouteIsDescribed(),
            new IdsAreUnique(),
            new TargetsExist(),
            new NamedFilesExist(),
            new BeansAreBound(),
            new BeansHaveShortNames(),
            new MessagesNameRules(),
            new ParametersAreKnown(),
            new ParametersAreGiven(),
            new SecretsHaveNoDefault(),
            new ReceiversAgree(),
            new ButtonsAreTaken(),
            new AnswersAreTaken(),
            new AnswersGoAlone(),
            new BreakerLosesNothing(),
            new FanOutKeepsFailures(),
            new ErrorsStayInTheirRoute(),
            new SendsStartClean(),
            new HttpSendIsSafe(),
            new QueueKeepsItsMessages(),
            new NoProxyPath(),
            new RoutesHoldNoCode());

    private RouteRules() {}

    /** What all rules find, and which files are no YAML. */
    static List<Finding> check(RouteFiles files) {
        return Stream.concat(files.unreadable().stream(), ALL.stream().flatMap(rule -> rule.check(files).stream()))
                .toList();
    }
}
