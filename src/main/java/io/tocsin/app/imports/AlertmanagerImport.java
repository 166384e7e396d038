package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns an {@code alertmanager.yml} into a route folder: its route tree into rules and incidents, its inhibit rules into inhibitions,
 * its receivers into receivers. What can't be carried over is said with its line, and nothing is dropped in silence.
 */
public final class AlertmanagerImport {

    private static final Set<String> KNOWN = Set.of(
            "global", "route", "receivers", "inhibit_rules", "time_intervals", "mute_time_intervals", "templates");

    private static final Set<String> GLOBAL = Set.of(
            "smtp_smarthost",
            "smtp_from",
            "smtp_hello",
            "smtp_auth_username",
            "smtp_auth_password",
            "smtp_auth_password_file",
            "smtp_require_tls",
            "slack_api_url",
            "slack_api_url_file",
            "slack_app_token",
            "slack_app_token_file",
            "slack_app_url",
            "pagerduty_url",
            "telegram_bot_token",
            "telegram_bot_token_file",
            "telegram_api_url",
            "mattermost_webhook_url",
            "mattermost_webhook_url_file",
            "http_config");

    private final MarkedYaml yaml;
    private final Path home;
    private final Path to;
    private final LeftOut left;

    private AlertmanagerImport(MarkedYaml yaml, Path home, Path to) {
        this.yaml = yaml;
        this.home = home;
        this.to = to;
        this.left = new LeftOut(yaml);
    }

    /**
     * Reads a file.
     *
     * @param name the file's path as the user typed it
     * @param text its content
     * @param to the folder that the result goes to
     * @throws InvalidFileException if it is no YAML, or no configuration of an Alertmanager
     */
    public static Imported of(Path name, String text, Path to) {
        MarkedYaml yaml = MarkedYaml.readWithAliases(name.toString(), text);
        return new AlertmanagerImport(
                        yaml,
                        name.toAbsolutePath().getParent(),
                        to.toAbsolutePath().normalize())
                .run();
    }

    private Imported run() {
        JsonNode file = yaml.json();
        if (!file.path("route").isObject()
                || !file.path("route").path("receiver").isTextual()) {
            throw new InvalidFileException(List.of(yaml.finding(
                    JsonPointer.compile("/route"),
                    "no `route` with a `receiver`",
                    "a configuration of an Alertmanager",
                    "name its alertmanager.yml")));
        }
        Secrets secrets = new Secrets(to);
        Receivers receivers = new Receivers(yaml, home, left, secrets);
        RouteNode root = new RouteTree(left).read(file);
        undefined(root, receiverNames(file));
        NotifyTimes times = new NotifyTimes(file, left);
        RouteRules tree = new RouteRules(yaml, left, receivers::of, times::active);
        ArrayNode rules = tree.rules(root);
        ArrayNode incidents = tree.incidents(root);
        ArrayNode inhibitions = InhibitRules.read(file, "inhibition", left);
        rest(file);
        Map<String, String> files = new TreeMap<>(receivers.files());
        files.put("rules/alertmanager.yaml", rulesFile(rules, incidents, inhibitions));
        return new Imported(
                files,
                secrets.contents(),
                rules.size(),
                incidents.size(),
                inhibitions.size(),
                receivers.names(),
                left.all());
    }

    private static Set<String> receiverNames(JsonNode file) {
        Set<String> names = new HashSet<>();
        file.path("receivers").forEach(one -> names.add(one.path("name").asText()));
        return names;
    }

    private void undefined(RouteNode route, Set<String> names) {
        if (!names.contains(route.receiver())) {
            left.add(
                    route.where(),
                    "the receiver `" + route.receiver() + "`",
                    "the file has none of that name: the rule notifies nobody");
        }
        route.routes().forEach(below -> undefined(below, names));
    }

    private void rest(JsonNode file) {
        file.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                left.add(JsonPointer.compile("/" + name), name, "this import does not know it");
            }
        });
        if (file.path("templates").size() > 0) {
            left.add(
                    JsonPointer.compile("/templates"),
                    "templates",
                    "the hub's channels lay out their own messages (docs/channels.md)");
        }
        JsonPointer global = JsonPointer.compile("/global");
        file.path("global").fields().forEachRemaining(field -> {
            if (field.getKey().equals("resolve_timeout")) {
                String timeout = GoDuration.read(field.getValue().asText())
                        .map(RouteRules::span)
                        .orElse(field.getValue().asText());
                if (!timeout.equals("5m")) {
                    left.add(
                            global.appendProperty(field.getKey()),
                            "resolve_timeout",
                            "set hub.resolve-timeout=" + timeout + " in application.properties");
                }
            } else if (!GLOBAL.contains(field.getKey())) {
                left.add(global.appendProperty(field.getKey()), "global: " + field.getKey(), "no receiver here has it");
            }
        });
    }

    private String rulesFile(ArrayNode rules, ArrayNode incidents, ArrayNode inhibitions) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("rules", rules);
        if (!incidents.isEmpty()) {
            all.set("incidents", incidents);
        }
        if (!inhibitions.isEmpty()) {
            all.set("inhibit", inhibitions);
        }
        return "# Made of " + yaml.file()
                + " by ./hub import alertmanager. Each rule is one of its routes, docs/rules.md says what\n"
                + "# they mean: a rule asks for all that stands on the way to its route, `unless` a rule fits that Alertmanager asks first.\n"
                + YamlText.of(all);
    }
}
