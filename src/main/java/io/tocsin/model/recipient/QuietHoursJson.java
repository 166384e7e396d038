package io.tocsin.model.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.time.Hours;

/** Quiet hours as a file writes them; the schema has accepted them. */
final class QuietHoursJson {

    private QuietHoursJson() {}

    /** @throws IllegalArgumentException if they never end */
    static QuietHours read(JsonNode json) {
        Hours hours = Hours.read(json);
        return new QuietHours(
                hours.from(),
                hours.to(),
                hours.days(),
                Severity.ofWord(json.path("below").asText("")).orElse(Severity.HIGH));
    }

    static boolean neverEnd(JsonNode json) {
        Hours hours = Hours.read(json);
        return QuietHours.neverEnd(hours.from(), hours.to(), hours.days());
    }
}
