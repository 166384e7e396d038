package io.tocsin.model.recipient;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.NearestWord;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a schema cannot say of one person in a file: time zone, language, addresses, quiet hours that end. */
final class PersonCheck {

    private final Faults faults;
    private final JsonPointer where;
    private final JsonNode person;

    private PersonCheck(Faults faults, JsonPointer where) {
        this.faults = faults;
        this.where = where;
        this.person = faults.yaml().json().at(where);
    }

    /**
     * Adds what is wrong with a person.
     *
     * @param languages those that messages are translated into; empty where any will do
     */
    static void look(Faults faults, JsonPointer where, Set<String> languages) {
        PersonCheck check = new PersonCheck(faults, where);
        check.text("timeZone").ifPresent(check::timeZone);
        check.text("language").ifPresent(tag -> check.language(tag, languages));
        check.person
                .path("addresses")
                .properties()
                .forEach(entry -> check.address(entry.getKey(), entry.getValue().asText()));
        check.pages(where.appendProperty("pages"));
        Optional.ofNullable(check.person.get("quietHours"))
                .filter(hours -> !faults.spoils(where.appendProperty("quietHours")))
                .filter(QuietHoursJson::neverEnd)
                .ifPresent(hours -> faults.add(
                        where.appendProperty("quietHours"),
                        "quiet hours that never end",
                        "a time at which " + check.name() + " can be notified",
                        "leave a day out of `days`, or shorten them"));
    }

    private Optional<String> text(String field) {
        return Optional.ofNullable(person.path(field).textValue());
    }

    private void timeZone(String zone) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (!known.contains(zone)) {
            faults.add(
                    where.appendProperty("timeZone"),
                    "the time zone `" + zone + "`",
                    "a name of the IANA time zone database, such as Europe/Berlin",
                    NearestWord.of(zone, known)
                            .map(word -> "did you mean `" + word + "`?")
                            .orElse("see https://data.iana.org/time-zones/tzdb/zone1970.tab"));
        }
    }

    private void language(String tag, Set<String> languages) {
        JsonPointer place = where.appendProperty("language");
        if (!LanguageTag.isKnown(tag)) {
            faults.add(
                    place,
                    "the language `" + tag + "`",
                    "a BCP 47 tag, such as en, de or es-MX",
                    "use the two letters of ISO 639 for the language");
        } else if (!languages.isEmpty() && !languages.contains(LanguageTag.language(tag))) {
            faults.add(
                    place,
                    "the language `" + tag + "`, which messages are not translated into",
                    LanguageTag.expected(languages),
                    LanguageTag.FIX);
        }
    }

    private void address(String kind, String address) {
        AddressForm.missedBy(kind, address)
                .ifPresent(form -> faults.add(
                        where.appendProperty("addresses").appendProperty(kind),
                        "the address `" + address + "` of the kind `" + kind + "`",
                        form.expected(),
                        "write for example " + form.example()));
    }

    /** Kinds of address at which the person wants to be paged, and has none. */
    private void pages(JsonPointer pages) {
        JsonNode json = faults.yaml().json().at(pages);
        if (json.isObject()) {
            json.fieldNames().forEachRemaining(severity -> steps(pages.appendProperty(severity)));
        } else {
            steps(pages);
        }
    }

    private void steps(JsonPointer list) {
        for (JsonPointer step : faults.yaml().entries(list)) {
            for (JsonPointer place : faults.yaml().entries(step.appendProperty("via"))) {
                JsonNode kind = faults.yaml().json().at(place);
                if (kind.isTextual() && !person.path("addresses").has(kind.textValue())) {
                    faults.add(
                            place,
                            "the kind of address `" + kind.textValue() + "`, and " + name() + " has no such address",
                            "one of "
                                    + person.path("addresses").properties().stream()
                                            .map(Map.Entry::getKey)
                                            .sorted()
                                            .collect(Collectors.joining(", ")),
                            "add the address, or name another kind");
                }
            }
        }
    }

    private String name() {
        return person.path("name").asText("the person");
    }
}
