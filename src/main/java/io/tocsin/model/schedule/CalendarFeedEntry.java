package io.tocsin.model.schedule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.model.time.Span;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A schedule's {@code calendar} in a file. */
public final class CalendarFeedEntry {

    private static final String FIX = "write the address from which a calendar program would read it";

    private static final int MOST_PORT = 65_535;

    private CalendarFeedEntry() {}

    /** It, where it is there and nothing is wrong with it; what is wrong is added. */
    static Optional<CalendarFeed> read(Faults faults, JsonPointer where) {
        JsonNode json = faults.yaml().json().at(where);
        if (!json.isObject() || faults.spoils(where)) {
            return Optional.empty();
        }
        if (json.has("url") == json.has("urlFile")) {
            faults.add(
                    where,
                    json.has("url") ? "both `url` and `urlFile`" : "neither `url` nor `urlFile`",
                    "one of the two",
                    FIX);
            return Optional.empty();
        }
        Optional<URI> url = Optional.empty();
        Optional<Path> file = Optional.empty();
        if (json.has("url")) {
            url = url(json.path("url").asText());
            if (url.isEmpty()) {
                faults.add(
                        where.appendProperty("url"),
                        "what is no address of a calendar",
                        "an https URL such as https://calendar.example.com/on-call.ics",
                        FIX);
                return Optional.empty();
            }
        } else {
            file = file(json.path("urlFile").asText());
            if (file.isEmpty()) {
                faults.add(where.appendProperty("urlFile"), "no path", "the path of a file with the URL", FIX);
                return Optional.empty();
            }
        }
        return Optional.of(new CalendarFeed(
                url,
                file,
                json.path("people").asText("summary").equals("attendee")
                        ? CalendarFeed.By.ATTENDEE
                        : CalendarFeed.By.SUMMARY,
                Span.read(json.path("every").asText("5m")).orElse(Duration.ofMinutes(5))));
    }

    /** An address that a calendar can be at; {@code webcal:} is https. */
    public static Optional<URI> url(String text) {
        try {
            URI url = new URI(text.strip().replaceFirst("^webcals?:", "https:"));
            boolean isWeb = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            boolean isPlace = url.getHost() != null && url.getPort() <= MOST_PORT && url.getRawUserInfo() == null;
            return isWeb && isPlace ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException wrong) {
            return Optional.empty();
        }
    }
}
