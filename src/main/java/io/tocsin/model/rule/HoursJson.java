package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.ActiveTimes;
import io.tocsin.model.time.Hours;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The active times of a rule as a file writes them; the schema has accepted them. */
final class HoursJson {

    private HoursJson() {}

    /** Empty where nothing is said, or something is wrong that is told elsewhere. */
    static Optional<ActiveTimes> read(JsonNode json) {
        try {
            List<Hours> hours = new ArrayList<>();
            for (JsonNode one : json.path("hours")) {
                hours.add(Hours.read(one));
            }
            return hours.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ActiveTimes(
                            hours,
                            ZoneId.of(json.path("zone").asText("")),
                            json.path("later").asText("").equals("drop")
                                    ? ActiveTimes.Later.DROP
                                    : ActiveTimes.Later.HOLD));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    /** Whether a zone is one. */
    static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException wrong) {
            return false;
        }
    }

    static ObjectNode write(ActiveTimes times) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("zone", times.zone().getId());
        times.hours().forEach(some -> some.write(json.withArray("hours").addObject()));
        return json.put("later", times.later().name().toLowerCase(Locale.ROOT));
    }
}
