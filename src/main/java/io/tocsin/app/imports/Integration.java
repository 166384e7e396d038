package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One entry of a list such as {@code slack_configs}, and the parameters of a channel that come of it. */
final class Integration {

    private static final String TEMPLATE = "a text that a template makes; the hub's receivers have fixed values";

    private final JsonNode json;
    private final JsonNode global;
    private final JsonPointer where;
    private final String kind;
    private final String name;
    private final Path home;
    private final LeftOut left;
    private final Secrets secrets;
    private final Set<String> used = new HashSet<>(Set.of("send_resolved"));
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private boolean isUsable = true;

    /**
     * @param global what {@code global:} says
     * @param kind the list, {@code slack_configs}
     * @param name the hub's receiver
     * @param home the folder from which relative paths in the source start
     */
    Integration(
            JsonNode json,
            JsonNode global,
            JsonPointer where,
            String kind,
            String name,
            Path home,
            LeftOut left,
            Secrets secrets) {
        this.json = json;
        this.global = global;
        this.where = where;
        this.kind = kind;
        this.name = name;
        this.home = home;
        this.left = left;
        this.secrets = secrets;
    }

    /** What it says under a name; empty where it says nothing, or something that no receiver can have. */
    Optional<String> said(String field) {
        used.add(field);
        return text(json, field, where.appendProperty(field));
    }

    /** The same, or what {@code global:} says under its name. */
    Optional<String> said(String field, String globally) {
        return said(field)
                .or(() -> text(global, globally, JsonPointer.compile("/global").appendProperty(globally)));
    }

    private Optional<String> text(JsonNode in, String field, JsonPointer place) {
        String text = in.path(field).isValueNode() ? in.path(field).asText("").strip() : "";
        if (text.contains("{{")) {
            left.add(place, kind + ": " + field, TEMPLATE);
            return Optional.empty();
        }
        return Optional.of(text).filter(some -> !some.isEmpty() && !some.equals("null"));
    }

    /** Whether it says yes, or where it does not say what {@code global:} says. */
    boolean isTrue(String field, String globally, boolean byDefault) {
        used.add(field);
        boolean all = YesOrNo.read(global, globally, JsonPointer.compile("/global"), byDefault, left);
        return YesOrNo.read(json, field, where, all, left);
    }

    /** Sets a parameter where there is something to set. */
    Integration with(String parameter, Optional<String> value) {
        value.ifPresent(some -> parameters.put(parameter, some));
        return this;
    }

    /** The same of one without which there is no such receiver. */
    Integration needed(String parameter, Optional<String> value, String field) {
        if (value.isEmpty()) {
            cannot("no " + field);
        }
        return with(parameter, value);
    }

    /** What names a secret: the field itself, its file, or what {@code global:} has of them. */
    Optional<String> secret(String parameter, String field, String globally) {
        used.add(field);
        used.add(field + "_file");
        return secret(json, field, where, parameter)
                .or(() -> globally.isEmpty()
                        ? Optional.empty()
                        : secret(global, globally, JsonPointer.compile("/global"), parameter));
    }

    private Optional<String> secret(JsonNode in, String field, JsonPointer place, String parameter) {
        if (in.hasNonNull(field)) {
            String value = in.path(field).asText();
            if (value.contains("{{")) {
                left.add(place.appendProperty(field), kind + ": " + field, TEMPLATE);
                return Optional.empty();
            }
            if (Secrets.isHidden(value)) {
                left.add(
                        place.appendProperty(field),
                        kind + ": " + field + " is not shown in the source",
                        "write it into secrets/" + name + "-" + parameter);
            }
            return Optional.of(secrets.keep(name + "-" + parameter, value));
        }
        return in.hasNonNull(field + "_file")
                ? Optional.of(Secrets.reference(
                        home.resolve(in.path(field + "_file").asText()).normalize()))
                : Optional.empty();
    }

    /** An object within it, such as {@code http_config}; looked at by the caller. */
    JsonNode part(String field) {
        used.add(field);
        return json.path(field);
    }

    /** The same, or what {@code global:} has under that name. */
    JsonNode partOrGlobal(String field) {
        used.add(field);
        return json.hasNonNull(field) ? json.path(field) : global.path(field);
    }

    /** A secret within an object of it. */
    Optional<String> secretOf(JsonNode part, String field, String parameter) {
        return secret(part, field, where, parameter);
    }

    /** Says that something of it is not carried over. */
    void leaves(String what, String why) {
        left.add(where, kind + ": " + what, why);
    }

    /** Says why it can't be a receiver. */
    void cannot(String why) {
        left.add(where, kind + ": " + why, "there is no receiver for it");
        isUsable = false;
    }

    /** Says of a URL into one's own network that the guard has to know it. */
    Optional<String> guarded(Optional<String> url) {
        url.filter(Integration::isInside)
                .ifPresent(some -> leaves(
                        "a URL that may lead into your own network",
                        "allow that network in hub.guard.allow (docs/security.md)"));
        return url;
    }

    private static boolean isInside(String url) {
        try {
            URI uri = URI.create(url);
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            return "http".equals(uri.getScheme())
                    || !host.contains(".")
                    || host.matches("[0-9.]+|\\[.*]|.*\\.(local|internal|svc)");
        } catch (IllegalArgumentException noUrl) {
            return false;
        }
    }

    /** The parameters of the receiver, once all that nobody asked for is said to be left out; empty where there is none. */
    Optional<Map<String, String>> done() {
        Set<String> rest = new TreeSet<>();
        json.fieldNames().forEachRemaining(rest::add);
        rest.removeAll(used);
        rest.forEach(field -> left.add(
                where.appendProperty(field),
                kind + ": " + field,
                "the hub lays out its own message; see the channel's page in docs/channels"));
        return isUsable ? Optional.of(parameters) : Optional.empty();
    }

    /** As it stands in the source. */
    JsonNode json() {
        return json;
    }

    /** What {@code global:} says. */
    JsonNode global() {
        return global;
    }

    /** Whether ends are told. @param byDefault where it does not say */
    boolean sendsEnds(boolean byDefault) {
        return YesOrNo.read(json, "send_resolved", where, byDefault, left);
    }
}
