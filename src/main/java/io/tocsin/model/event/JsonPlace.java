package io.tocsin.model.event;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Says where in a body a parser stumbled, in words that quote nothing of the body. */
final class JsonPlace {
    private JsonPlace() {}

    static String words(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    static String of(JsonProcessingException e) {
        return e.getLocation() == null ? "" : ", at " + words(e.getLocation());
    }

    static UnreadableException unreadable(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return new UnreadableException(Reading.Kind.MALFORMED, "the body ends before its JSON does" + of(e));
        }
        // Jackson has no exception type of its own for this; its message is stable since 2.3.
        if (e.getOriginalMessage().startsWith("Duplicate field")) {
            return new UnreadableException(
                    Reading.Kind.UNACCEPTABLE, "a member name occurs twice in one object" + of(e));
        }
        return new UnreadableException(Reading.Kind.MALFORMED, "not well-formed JSON" + of(e));
    }
}
