package io.tocsin.app.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Scope;
import java.util.List;
import java.util.Optional;

/**
 * Which alerts Alertmanager's API is asked for.
 *
 * @param active whether those are shown that nothing holds back
 * @param silenced whether those are that a silence hides
 * @param inhibited whether those are that others keep quiet
 * @param muted whether those are of which windows or hours keep everybody from being told
 * @param labels what their labels have to be; empty for anything
 * @param receiver what the whole name of one of their receivers has to be; empty for any
 */
record AlertmanagerFilter(
        boolean active,
        boolean silenced,
        boolean inhibited,
        boolean muted,
        Optional<Scope> labels,
        Optional<Pattern> receiver) {

    /** @throws RefusedException 400 in words as Alertmanager has them, where a parameter is none */
    static AlertmanagerFilter of(Request request) {
        flag(request, "unprocessed"); // every alert of the store is
        return new AlertmanagerFilter(
                flag(request, "active"),
                flag(request, "silenced"),
                flag(request, "inhibited"),
                flag(request, "muted"),
                scope(request.queries("filter")),
                request.query("receiver").map(AlertmanagerFilter::regex));
    }

    boolean takes(AlertmanagerAlert alert) {
        return (active || !alert.isActive())
                && (silenced || alert.firing().holders().silences().isEmpty())
                && (inhibited || alert.firing().holders().inhibitors().isEmpty())
                && (muted || alert.mutedBy().isEmpty())
                && labels.map(scope -> scope.fits(alert.firing().content())).orElse(true)
                && alert.receivers().stream().anyMatch(this::takesReceiver);
    }

    boolean takesReceiver(String name) {
        return receiver.map(pattern -> pattern.matches(name)).orElse(true);
    }

    /** Those of a list of texts, each a matcher or several. */
    static Optional<Scope> scope(List<String> texts) {
        try {
            List<Matcher> matchers = texts.stream()
                    .flatMap(text -> MatcherText.read(text).stream())
                    .toList();
            return Optional.of(matchers).filter(some -> !some.isEmpty()).map(Scope::of);
        } catch (InvalidScopeException wrong) {
            throw RefusedException.badRequest("bad matcher format: " + wrong.getMessage());
        }
    }

    private static boolean flag(Request request, String name) {
        String said = request.query(name).orElse("true");
        return switch (said) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw RefusedException.badRequest("parsing " + name + ": found " + said + ", expected true or false");
        };
    }

    private static Pattern regex(String text) {
        if (text.length() > Matcher.LONGEST) {
            throw RefusedException.badRequest(
                    "failed to parse receiver param: longer than " + Matcher.LONGEST + " characters");
        }
        try {
            // Its size is bounded as that of a silence's is.
            Matcher checked = new Matcher("receiver", Matcher.Operator.MATCHES, text);
            return Pattern.compile(checked.value());
        } catch (InvalidScopeException | PatternSyntaxException wrong) {
            throw RefusedException.badRequest("failed to parse receiver param: " + wrong.getMessage());
        }
    }
}
