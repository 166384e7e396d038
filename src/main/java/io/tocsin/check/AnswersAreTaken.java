package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls that ask for keys, and messages that ask for another, which nobody takes: whoever answers hears that it failed, or nothing. And
 * confirmations that are asked for of no receiver.
 */
final class AnswersAreTaken implements RouteRule {

    private static final String CALLS = "twilio-calls";
    private static final String MESSAGES = "twilio-messages";
    private static final String POLL = "pushover-poll";
    private static final String EMERGENCIES = "emergencies";
    private static final String PAGE = "docs/phone-answers.md";

    @Override
    public List<Finding> check(RouteFiles files) {
        if (!files.unreadable().isEmpty()) {
            return List.of(); // it may be in one of those
        }
        TreeSet<String> taken = files.instances()
                .filter(instance -> instance.template().equals(CALLS))
                .map(instance -> instance.parameters().getOrDefault("source", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        boolean takesMessages =
                files.instances().anyMatch(instance -> instance.template().equals(MESSAGES));
        TreeSet<String> rings = files.instances()
                .filter(instance -> instance.template().equals("pushover"))
                .flatMap(instance -> instance.name().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Stream<Finding> ofNobody = files.instances()
                .filter(instance -> instance.template().equals(POLL))
                .filter(instance -> isUntaken(instance.parameters().getOrDefault(EMERGENCIES, ""), rings))
                .map(instance -> ofNobody(instance, rings));
        return Stream.concat(ofNobody, untaken(files, taken, takesMessages)).toList();
    }

    private static Stream<Finding> untaken(RouteFiles files, TreeSet<String> taken, boolean takesMessages) {
        return Stream.concat(
                files.instances()
                        .filter(instance -> instance.template().equals("voice-twilio"))
                        .filter(instance -> isUntaken(instance.parameters().getOrDefault("answers", ""), taken))
                        .map(instance -> untaken(instance, taken)),
                files.instances()
                        .filter(instance -> instance.template().equals("sms-twilio") && !takesMessages)
                        .filter(instance -> "true".equals(instance.parameters().get("replies")))
                        .map(AnswersAreTaken::unread));
    }

    private static Finding ofNobody(Receiver poll, TreeSet<String> rings) {
        String emergencies = poll.parameters().get(EMERGENCIES);
        return poll.parameter(EMERGENCIES)
                .finding(
                        "`emergencies: " + emergencies + "`, which is no receiver of the template pushover",
                        rings.isEmpty() ? "the name of one, and there is none" : "one of " + String.join(", ", rings),
                        NearestWord.of(emergencies, rings)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("name a receiver, or leave the instance out (docs/chat-answers.md)"));
    }

    private static boolean isUntaken(String answers, TreeSet<String> taken) {
        return !answers.isEmpty() && !answers.contains("{{") && !taken.contains(answers);
    }

    private static Finding untaken(Receiver receiver, TreeSet<String> taken) {
        String answers = receiver.parameters().get("answers");
        return receiver.parameter("answers")
                .finding(
                        "`answers: " + answers + "`, which is no source of the template " + CALLS,
                        taken.isEmpty()
                                ? "the `source` of one, and there is none"
                                : "one of " + String.join(", ", taken),
                        NearestWord.of(answers, taken)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("add one as " + PAGE + " has it, or leave it empty"));
    }

    private static Finding unread(Receiver receiver) {
        return receiver.parameter("replies")
                .finding(
                        "`replies: true`, and nothing that takes what is sent back",
                        "an instance of " + MESSAGES,
                        "add one as " + PAGE + " has it, or leave `replies` out");
    }
}
