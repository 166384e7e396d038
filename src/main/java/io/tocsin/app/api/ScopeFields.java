package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.InvalidPattern;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.ScopeJson;
import io.tocsin.model.token.Role;
import io.tocsin.net.problem.Problem;
import io.tocsin.pipeline.silence.SilencePreview;
import java.util.List;
import java.util.Optional;

/** Which alerts a silence or a window is about, in requests and answers. */
final class ScopeFields {

    private static final int MAX_COMMENT = 2_000;

    private ScopeFields() {}

    /** @throws RefusedException where the body does not say it, or says what is none */
    static Scope read(ObjectNode body) {
        try {
            return ScopeJson.read(body);
        } catch (InvalidPattern wrong) {
            throw RefusedException.badRequest(
                    "The pattern at " + (wrong.where().toString().isEmpty() ? "/" : wrong.where()) + ": expected "
                            + wrong.expected() + "; " + wrong.fix() + ".");
        } catch (InvalidScopeException wrong) {
            throw RefusedException.badRequest(wrong.getMessage() + ".");
        }
    }

    /** Adds it to an answer: matchers as texts. */
    static void write(ObjectNode node, Scope scope) {
        if (scope instanceof Scope.OfMatchers several) {
            several.matchers().forEach(matcher -> node.withArray("matchers").add(matcher.toString()));
        } else {
            node.setAll(ScopeJson.write(scope));
        }
    }

    /** What it would hide. */
    static ObjectNode found(ObjectMapper json, SilencePreview.Found found) {
        ObjectNode node = json.createObjectNode();
        node.put("hidesEverything", found.isEverything());
        list(node, "firing", found.firing(), found.firingCount());
        list(node, "lastDay", found.lastDay(), found.lastDayCount());
        return node.put("looked", found.looked());
    }

    private static void list(ObjectNode node, String name, List<ObjectNode> alerts, long count) {
        node.put(name + "Count", count);
        node.putArray(name).addAll(alerts);
    }

    /** Refuses what would hide everything, until an admin confirms it. @param what it is: silence, window */
    static void confirm(Request request, Fields fields, SilencePreview preview, Scope scope, String what) {
        if (fields.isTrue("confirm") && request.has(Role.ADMIN)) {
            return;
        }
        SilencePreview.Found found = preview.of(scope);
        if (found.isEverything()) {
            needForEverything(request, what);
            throw new RefusedException(Problem.typed(
                    what + "-hides-everything",
                    409,
                    "Confirmation needed",
                    "This " + what + " would hide everything: " + found.firingCount() + " alerts that fire now, and "
                            + found.lastDayCount()
                            + " of the last day. Send it with \"confirm\": true if that is meant."));
        }
    }

    /** Refuses what would hide everything, but to an admin, where a client has no way to confirm. */
    static void confirm(Request request, SilencePreview preview, Scope scope, String what) {
        if (!request.has(Role.ADMIN) && preview.of(scope).isEverything()) {
            needForEverything(request, what);
        }
    }

    private static void needForEverything(Request request, String what) {
        request.need(Role.ADMIN, "A " + what + " that would hide everything");
    }

    /** @param holder whose the token is, for where nobody says who it is */
    static String author(Fields fields, String holder) {
        Optional<String> as = fields.text("as").filter(name -> !name.isEmpty());
        return fields.text("author")
                .filter(name -> !name.isEmpty())
                .or(() -> as)
                .orElse(holder);
    }

    /** @param what it is: A silence, a window */
    static String comment(Fields fields, String what) {
        String comment = fields.text("comment").orElse("");
        if (comment.isEmpty()) {
            throw RefusedException.badRequest(
                    "A " + what + " has a comment of 1 to " + MAX_COMMENT + " characters that says why.");
        }
        return comment;
    }

    /** Why it is ended, for the audit. */
    static String reason(Request request) {
        return new Fields(request.body()).text("reason").orElse("");
    }
}
