package io.tocsin.app.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.time.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The kinds of receivers that an Alertmanager has (its config/notifiers.go), and the channels that they are here. */
final class Kinds {

    /**
     * One of them.
     *
     * @param list where its entries stand in a receiver
     * @param channel the hub's channel
     * @param sendsEnds whether it tells ends where it does not say
     * @param fill sets the channel's parameters
     */
    record Kind(String list, String channel, boolean sendsEnds, Fill fill) {

        /** The channel that an entry is: Slack's has another one for those who speak as a bot. */
        String channel(JsonNode entry, JsonNode global) {
            return list.equals("slack_configs") && isBot(entry, global) ? "slack" : channel;
        }
    }

    /** Sets the parameters of a channel. */
    interface Fill {
        void into(Integration one);
    }

    /** All that are a channel here. */
    static final List<Kind> ALL = List.of(
            new Kind("webhook_configs", "webhook", true, Kinds::webhook),
            new Kind("email_configs", "email", false, Kinds::email),
            new Kind("slack_configs", "slack-webhook", false, Kinds::slack),
            new Kind("pagerduty_configs", "pagerduty", true, Kinds::pagerduty),
            new Kind("msteams_configs", "teams", true, Kinds::oldTeams),
            new Kind("msteamsv2_configs", "teams", true, one -> hook(one, "")),
            new Kind("discord_configs", "discord", true, one -> hook(one, "")),
            new Kind("mattermost_configs", "mattermost", true, Kinds::mattermost),
            new Kind("telegram_configs", "telegram", true, Kinds::telegram),
            new Kind("pushover_configs", "pushover", true, Kinds::pushover),
            new Kind("sns_configs", "sns", true, Kinds::sns));

    private static final String NO_HTTP =
            "the channel has no settings of its own for HTTP; a proxy is Java's (-Dhttps.proxyHost)";

    private Kinds() {}

    private static void webhook(Integration one) {
        boolean isThere = one.guarded(one.said("url")).isPresent() || one.json().hasNonNull("url_file");
        one.needed("url", isThere ? one.secret("url", "url", "") : Optional.empty(), "url");
        one.said("url_file");
        one.with("template", Optional.of("webhook-alertmanager.jq"));
        one.with(
                "responseTimeout",
                one.said("timeout")
                        .flatMap(GoDuration::read)
                        .filter(time -> !time.isZero())
                        .map(Span::text));
        if (one.said("max_alerts").filter(most -> !most.equals("0")).isPresent()) {
            one.leaves("max_alerts", "a message names at most 100 alerts, and counts the others");
        }
        http(one);
    }

    /** What of {@code http_config} a webhook can have. */
    private static void http(Integration one) {
        JsonNode http = one.partOrGlobal("http_config");
        Set<String> rest = httpSettings(http);
        JsonNode authorization = http.path("authorization");
        JsonNode basic = http.path("basic_auth");
        if (authorization.path("type").asText("Bearer").equalsIgnoreCase("bearer") && rest.remove("authorization")) {
            one.with("token", one.secretOf(authorization, "credentials", "token"));
        }
        if (rest.remove("bearer_token") | rest.remove("bearer_token_file")) {
            one.with("token", one.secretOf(http, "bearer_token", "token"));
        }
        if (rest.remove("basic_auth")) {
            one.with("user", Optional.of(basic.path("username").asText("")).filter(name -> !name.isEmpty()));
            one.with("password", one.secretOf(basic, "password", "password"));
        }
        rest.forEach(field -> one.leaves(
                "http_config." + field,
                field.equals("tls_config")
                        ? "set `ca`, `certificate` and `key` in the receiver's file (docs/channels/webhook.md)"
                        : "a webhook receiver has no such setting"));
    }

    /** Says of what HTTP is told to do that a channel can't have it. @param butFor what it has, all the same */
    private static void noHttp(Integration one, String... butFor) {
        Set<String> rest = httpSettings(one.partOrGlobal("http_config"));
        rest.removeAll(List.of(butFor));
        if (!rest.isEmpty()) {
            one.leaves("http_config." + String.join(", ", rest), NO_HTTP);
        }
    }

    private static Set<String> httpSettings(JsonNode http) {
        Set<String> settings = new TreeSet<>();
        http.fieldNames().forEachRemaining(settings::add);
        settings.remove("follow_redirects"); // none are followed
        return settings;
    }

    private static void email(Integration one) {
        String smarthost = one.said("smarthost", "smtp_smarthost").orElse("");
        int colon = smarthost.lastIndexOf(':');
        String port = colon < 0 ? "25" : smarthost.substring(colon + 1);
        String host = colon < 0 ? smarthost : smarthost.substring(0, colon);
        one.needed("host", Optional.of(host).filter(name -> !name.isEmpty()), "smarthost, nor global smtp_smarthost");
        one.with("port", Optional.of(port));
        boolean requiresTls = one.isTrue("require_tls", "smtp_require_tls", true);
        if (port.equals("465")) {
            one.with("protocol", Optional.of("smtps"));
        } else if (!requiresTls) {
            one.with("startTls", Optional.of("false"));
        }
        one.with("username", one.said("auth_username", "smtp_auth_username"));
        one.with("password", one.secret("password", "auth_password", "smtp_auth_password"));
        one.needed("from", one.said("from", "smtp_from"), "from, nor global smtp_from");
        one.needed("to", one.said("to"), "to");
        one.said("hello", "smtp_hello")
                .filter(name -> !name.equals("localhost"))
                .ifPresent(name ->
                        one.leaves("hello", "the name in EHLO is a Java property: -Dmail.smtp.localhost=" + name));
    }

    private static boolean isBot(JsonNode entry, JsonNode global) {
        String url = entry.path("api_url").asText("");
        return entry.hasNonNull("app_token")
                || entry.hasNonNull("app_token_file")
                || url.endsWith("/chat.postMessage")
                || !entry.hasNonNull("api_url")
                        && !entry.hasNonNull("api_url_file")
                        && (global.hasNonNull("slack_app_token") || global.hasNonNull("slack_app_token_file"));
    }

    private static void slack(Integration one) {
        Optional<String> channel = one.said("channel").map(name -> name.replaceFirst("^#", ""));
        Optional<String> token = one.secret("token", "app_token", "slack_app_token");
        one.said("app_url", "slack_app_url");
        if (isBot(one.json(), one.global())) {
            one.said("api_url");
            JsonNode authorization = one.partOrGlobal("http_config").path("authorization");
            one.needed("token", token.or(() -> one.secretOf(authorization, "credentials", "token")), "token of a bot");
            one.needed("channel", channel, "channel");
            noHttp(one, "authorization");
        } else {
            one.needed("url", one.secret("url", "api_url", "slack_api_url"), "api_url, nor global slack_api_url");
            if (channel.isPresent()) {
                one.leaves("channel", "an incoming webhook posts to the channel that it was made for");
            }
            noHttp(one);
        }
    }

    private static void pagerduty(Integration one) {
        Optional<String> key = one.secret("routing-key", "routing_key", "");
        Optional<String> old = key.isPresent() ? Optional.empty() : one.secret("routing-key", "service_key", "");
        if (old.isPresent()) {
            one.leaves(
                    "service_key",
                    "it is used as the key of an integration of Events API v2: if it is one of v1, make one of v2 for the service");
        }
        one.needed("routingKey", key.or(() -> old), "routing_key");
        one.with("url", one.said("url", "pagerduty_url"));
        noHttp(one);
    }

    private static void hook(Integration one, String globally) {
        one.needed("url", one.secret("url", "webhook_url", globally), "webhook_url");
        noHttp(one);
    }

    private static void oldTeams(Integration one) {
        one.leaves("webhook_url", "it is used as the URL of a workflow: those of Office connectors are switched off");
        hook(one, "");
    }

    private static void mattermost(Integration one) {
        hook(one, "mattermost_webhook_url");
        one.with("channel", one.said("channel").map(name -> name.replaceFirst("^#", "")));
    }

    private static void telegram(Integration one) {
        one.needed("token", one.secret("token", "bot_token", "telegram_bot_token"), "bot_token");
        one.needed("chat", one.said("chat_id").or(() -> one.said("chat")), "chat_id");
        one.with("topic", one.said("message_thread_id"));
        one.with("url", one.said("api_url", "telegram_api_url"));
        noHttp(one);
    }

    private static void pushover(Integration one) {
        one.needed("token", one.secret("token", "token", ""), "token");
        one.needed("user", one.secret("user", "user_key", ""), "user_key");
        one.with("device", one.said("device"));
        one.with("retry", one.said("retry").flatMap(GoDuration::read).map(Span::text));
        one.with("expire", one.said("expire").flatMap(GoDuration::read).map(Span::text));
        noHttp(one);
    }

    private static void sns(Integration one) {
        one.needed("topic", one.said("topic_arn"), "topic_arn");
        one.with("endpoint", one.said("api_url"));
        JsonNode sigv4 = one.part("sigv4");
        one.with("region", text(sigv4, "region"));
        one.with("accessKey", one.secretOf(sigv4, "access_key", "access-key"));
        one.with("secretKey", one.secretOf(sigv4, "secret_key", "secret-key"));
        one.with("profile", text(sigv4, "profile"));
        one.with("roleArn", text(sigv4, "role_arn"));
        noHttp(one);
    }

    private static Optional<String> text(JsonNode part, String field) {
        return Optional.of(part.path(field).asText("")).filter(some -> !some.isEmpty());
    }
}
