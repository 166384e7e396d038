package io.tocsin.files.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which parameters of route templates are secrets: said here, and nowhere else. A name counts for every template, an
 * engineer's own ones too; a few of the shipped ones are secrets in their channel only.
 */
public final class SecretParameters {
    private static final Set<String> NAMES = Set.of(
            "token",
            "tokens",
            "appToken",
            "secret",
            "secrets",
            "password",
            "passwords",
            "keys",
            "secretKey",
            "apiKey",
            "privateKey",
            "routingKey",
            "credential",
            "credentials");

    /** {@code template/parameter}: webhooks whose address is all that a sender needs, and names that are passwords. */
    private static final Set<String> IN_ONE_TEMPLATE = Set.of(
            "apprise/key",
            "apprise/urls",
            "discord/url",
            "google-chat/url",
            "mattermost/url",
            "ntfy/topic",
            "pushover/user",
            "slack-webhook/url",
            "teams/url");

    private static final Pattern WORD =
            Pattern.compile("(?:^|[._:/#-])(?:secret|token|password|passwd|pat|key|apikey|credential)s?(?:$|[._#-])");

    private SecretParameters() {}

    /** Whether a parameter of a template is a secret. */
    public static boolean contains(String template, String parameter) {
        return NAMES.contains(parameter) || IN_ONE_TEMPLATE.contains(template + "/" + parameter);
    }

    /** Whether the name of a variable, file or property says that it is a secret: {@code OPS_HOOK_SECRET}. */
    public static boolean isNamedSo(String name) {
        return WORD.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
