package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.MatcherText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Matchers of an Alertmanager's file in the forms that it has had: {@code match}, {@code match_re}, {@code matchers}. */
final class SourceMatchers {

    /** As Alertmanager read it before UTF-8: anything may stand behind the sign without quotes (its pkg/labels/parse.go). */
    private static final Pattern CLASSIC =
            Pattern.compile("(?s)\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|!=|!~|=)\\s*(.*?)\\s*");

    private SourceMatchers() {}

    /**
     * Those of a route or of one side of an inhibit rule, all of which have to fit.
     *
     * @param prefix {@code ""}, {@code source_} or {@code target_}
     * @return empty where one of them can't be read, which is said
     */
    static Optional<List<Matcher>> read(JsonNode json, JsonPointer where, String prefix, LeftOut left, String becomes) {
        List<Matcher> all = new ArrayList<>();
        boolean sound = named(json, where, prefix + "match", Matcher.Operator.EQUAL, all, left, becomes)
                & named(json, where, prefix + "match_re", Matcher.Operator.MATCHES, all, left, becomes);
        JsonPointer list = where.appendProperty(prefix + "matchers");
        JsonNode texts = json.path(prefix + "matchers");
        if (texts.isTextual()) {
            sound &= add(texts.textValue(), list, all, left, becomes);
        }
        for (int i = 0; i < (texts.isArray() ? texts.size() : 0); i++) {
            sound &= add(texts.get(i).asText(), list.appendIndex(i), all, left, becomes);
        }
        return sound ? Optional.of(all) : Optional.empty();
    }

    private static boolean named(
            JsonNode json,
            JsonPointer where,
            String field,
            Matcher.Operator operator,
            List<Matcher> all,
            LeftOut left,
            String becomes) {
        boolean sound = true;
        for (Map.Entry<String, JsonNode> one : json.path(field).properties()) {
            try {
                String value = one.getValue().isNull() ? "" : one.getValue().asText();
                all.add(new Matcher(one.getKey(), operator, value));
            } catch (InvalidScopeException wrong) {
                left.add(where.appendProperty(field).appendProperty(one.getKey()), wrong.getMessage(), becomes);
                sound = false;
            }
        }
        return sound;
    }

    private static boolean add(String text, JsonPointer where, List<Matcher> all, LeftOut left, String becomes) {
        try {
            all.addAll(read(text));
            return true;
        } catch (InvalidScopeException wrong) {
            left.add(where, wrong.getMessage(), becomes);
            return false;
        }
    }

    /** @throws InvalidScopeException if it is none */
    static List<Matcher> read(String text) {
        try {
            return MatcherText.read(text);
        } catch (InvalidScopeException today) {
            return classic(text, today);
        }
    }

    private static List<Matcher> classic(String text, InvalidScopeException today) {
        String inner = text.strip();
        if (inner.startsWith("{") && inner.endsWith("}")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        List<Matcher> all = new ArrayList<>();
        for (String part : parts(inner)) {
            java.util.regex.Matcher found = CLASSIC.matcher(part);
            if (!found.matches()) {
                throw today;
            }
            all.add(matcher(found.group(1), found.group(2), unescaped(found.group(3), today)));
        }
        return all;
    }

    private static Matcher matcher(String name, String sign, String value) {
        Matcher.Operator operator = Matcher.Operator.of(sign.endsWith("~"), sign.startsWith("="));
        return new Matcher(name, operator, value);
    }

    /** Between commas that stand in no quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        if (!part.toString().isBlank()) {
            parts.add(part.toString());
        }
        return parts;
    }

    /** Without its quotes; a backslash that escapes nothing that it knows stays. */
    private static String unescaped(String raw, InvalidScopeException today) {
        String text = raw;
        if (raw.startsWith("\"")) {
            if (raw.length() < 2 || !raw.endsWith("\"")) {
                throw today;
            }
            text = raw.substring(1, raw.length() - 1);
        }
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (c == '\\' && "n\"\\".indexOf(next) >= 0) {
                value.append(next == 'n' ? '\n' : next);
                i++;
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }
}
