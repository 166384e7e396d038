package io.tocsin.model.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a payload is about whose sender gives no identity.
 *
 * <p>Fields that name things (job, pod, resource, user ...) count with where these are and with what kind of trouble it is;
 * then the sentence that says so does not, nor do state and severity. Where there are none, the text itself counts, without
 * times, UUIDs and measures. A headline that the sender chose counts always: two troubles of one host have two. Times,
 * counters and the ids of runs and requests never count.
 *
 * @param identity what tells this trouble from others; for {@link Fingerprint}
 * @param names what a reader would call the thing, best first; may be empty
 */
public record Subject(Map<String, String> identity, List<String> names) {
    private static final int NAMES = 2;
    private static final int NAME = 80;

    /** Freezes both. */
    public Subject {
        identity = Map.copyOf(identity);
        names = List.copyOf(names);
    }

    /** @param payload what the sender sent, or the part of it that says what is the matter */
    public static Subject of(JsonNode payload) {
        SubjectFields found = SubjectFields.read(payload);
        TreeMap<String, String> identity = new TreeMap<>(found.counting());
        String text = text(found);
        if (!text.isEmpty()) {
            identity.put("text", text);
        }
        return new Subject(identity, found.names());
    }

    private static String text(SubjectFields found) {
        boolean named = found.namesAThing() || found.namesAPlace();
        if (named) {
            String headline = found.title().isEmpty() && !found.namesAThing() ? found.message() : found.title();
            return headline.isEmpty() ? "" : StableText.withoutState(headline);
        }
        // Who tells states ends a trouble by its headline; what is told without one is all that there is.
        if (found.tellsState()) {
            return found.title().isEmpty() ? StableText.of(found.message()) : StableText.withoutState(found.title());
        }
        return StableText.of(found.sentences());
    }

    /** The title, and behind it the names that it does not have, in brackets; for a title that the sender did not choose. */
    public String in(String title) {
        String seen = title.toLowerCase(Locale.ROOT);
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (missing.size() < NAMES && !seen.contains(lastPart(name.toLowerCase(Locale.ROOT)))) {
                missing.add(Text.line(name, NAME));
            }
        }
        if (missing.isEmpty()) {
            return title;
        }
        String named = " (" + String.join(", ", missing) + ")";
        return Text.line(title, AlertReader.TITLE - named.length()) + named;
    }

    /** Of a path or an ARN's resource, {@code db:orders}, the end is what a title says. */
    private static String lastPart(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
        return last.isEmpty() ? name : last;
    }
}
