package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A class of the hub's own, which may move: route files name the bean that is bound for it. */
final class BeansHaveShortNames implements RouteRule {
    private static final Pattern OURS =
            Pattern.compile("(?:#class:|#type:)?io\\.tocsin\\.(?:[a-z]\\w*\\.)*([A-Z]\\w*)");

    /** Those whose bean has another name than they. */
    private static final Map<String, String> RENAMED = Map.of("Mail", "incidentMail");

    /** Those that a method of a bean makes. */
    private static final Map<String, String> MADE = Map.of(
            "SesSend", made("awsSends", "email"),
            "SnsPublish", made("awsSends", "sns"),
            "SqsSend", made("awsSends", "sqs"),
            "PutEvent", made("awsSends", "eventBridge"),
            "ConnectCall", made("awsSends", "connect"),
            "WebhookSignature", made("webhookSignature", "of"),
            "SqsClients",
                    "`type: \"#class:software.amazon.awssdk.services.sqs.SqsClient\"` with `factoryBean: sqsClients` and"
                            + " `factoryMethod: of`");

    private static String made(String bean, String method) {
        return "`type: \"#class:org.apache.camel.Processor\"` with `factoryBean: " + bean + "` and `factoryMethod: "
                + method + "`";
    }

    @Override
    public List<Finding> check(RouteFiles files) {
        return files.files().stream()
                .flatMap(file -> file.places().stream())
                .filter(place -> place.node().isTextual())
                .flatMap(place -> finding(place, files.beans()).stream())
                .toList();
    }

    private static Optional<Finding> finding(Place place, Set<String> bound) {
        Matcher ours = OURS.matcher(place.text());
        if (!ours.matches()) {
            return Optional.empty();
        }
        String type = ours.group(1);
        String name = RENAMED.getOrDefault(type, Character.toLowerCase(type.charAt(0)) + type.substring(1));
        String fix;
        if (MADE.containsKey(type)) {
            fix = "write " + MADE.get(type);
        } else if (!bound.contains(name)) {
            fix = "take `beans:` of the shipped file that has it; docs/adding-a-channel.md names the beans";
        } else if (place.key().equals("type")) {
            fix = "write `type: \"#bean:" + name + "\"`, with `properties:` and no `constructors:`";
        } else {
            fix = "write `#bean:" + name + "`";
        }
        return Optional.of(place.finding(
                "the class `" + place.text() + "`", "the short name of a bean: classes of the hub move", fix));
    }
}
