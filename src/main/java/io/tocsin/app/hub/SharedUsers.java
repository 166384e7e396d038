package io.tocsin.app.hub;

import io.tocsin.model.recipient.Recipients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** People whom a chat or a phone knows as one: what its owner answers there is done in the name of the first. */
final class SharedUsers {

    /** What is a user's address, by its kind: a channel may be the address of many. */
    private static final Map<String, Pattern> USERS = Map.of(
            "discord", Pattern.compile("\\d+"),
            "mattermost", Pattern.compile("@.+|[a-z0-9]{26}"),
            "slack", Pattern.compile("[UW][A-Z0-9]+"),
            "sms", Pattern.compile("\\+\\d+"),
            "telegram", Pattern.compile("\\d+"),
            "voice", Pattern.compile("\\+\\d+"));

    private SharedUsers() {}

    /** A line for each of them, by kind. */
    static List<String> notes(Recipients recipients) {
        List<String> notes = new ArrayList<>();
        USERS.keySet().stream().sorted().forEach(kind -> recipients.shared(kind).forEach((user, names) -> {
            if (USERS.get(kind).matcher(user).matches()) {
                notes.add("`" + kind + ": " + user + "` is the address of " + String.join(" and ", names)
                        + "; what its owner answers " + where(kind) + " is done in the name of " + names.get(0)
                        + " (docs/" + page(kind) + "-answers.md)");
            }
        }));
        return notes;
    }

    private static boolean isPhone(String kind) {
        return kind.equals("sms") || kind.equals("voice");
    }

    private static String where(String kind) {
        return isPhone(kind) ? "by phone" : "in " + Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    }

    private static String page(String kind) {
        return isPhone(kind) ? "phone" : kind.equals("slack") ? "slack" : "chat";
    }
}
