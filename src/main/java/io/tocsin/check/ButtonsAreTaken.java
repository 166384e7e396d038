package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Buttons of messages that no source takes the answers of: whoever presses one at night is told nothing, or that it failed. */
final class ButtonsAreTaken implements RouteRule {

    private static final String BUTTONS = "buttons";

    /** What takes the answers of a channel's buttons. */
    private static final Map<String, List<String>> TAKERS = Map.of(
            "discord", List.of("discord-answers"),
            "mattermost", List.of("mattermost-answers"),
            "slack", List.of("slack-answers", "slack-socket"),
            "telegram", List.of("telegram-poll", "telegram-answers"));

    @Override
    public List<Finding> check(RouteFiles files) {
        if (!files.unreadable().isEmpty()) {
            return List.of(); // it may be in one of those
        }
        Set<String> used = files.instances().map(Receiver::template).collect(Collectors.toCollection(TreeSet::new));
        return files.instances()
                .filter(ButtonsAreTaken::hasButtons)
                .flatMap(receiver -> Stream.concat(untaken(receiver, used).stream(), withoutSecret(receiver).stream()))
                .toList();
    }

    private static boolean hasButtons(Receiver receiver) {
        String buttons = receiver.parameters().getOrDefault(BUTTONS, "");
        return TAKERS.containsKey(receiver.template()) && !List.of("", "false").contains(buttons);
    }

    private static Optional<Finding> untaken(Receiver receiver, Set<String> used) {
        List<String> takers = TAKERS.get(receiver.template());
        return takers.stream().anyMatch(used::contains)
                ? Optional.empty()
                : Optional.of(receiver.parameter(BUTTONS)
                        .finding(
                                "buttons, and nothing that takes their answers",
                                "an instance of " + String.join(" or ", takers),
                                "add one under sources/ (docs/"
                                        + (receiver.template().equals("slack") ? "slack" : "chat")
                                        + "-answers.md), or leave `buttons` out"));
    }

    private static Optional<Finding> withoutSecret(Receiver receiver) {
        return receiver.template().equals("mattermost")
                        && receiver.parameters().getOrDefault("secret", "").isEmpty()
                ? Optional.of(receiver.parameter(BUTTONS)
                        .finding(
                                "buttons without `secret`, so that messages have none",
                                "the secret of the mattermost-answers",
                                "add the parameter secret"))
                : Optional.empty();
    }
}
