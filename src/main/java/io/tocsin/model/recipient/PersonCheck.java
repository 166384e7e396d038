package io.tocsin.model.recipient;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.NearestWord;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a schema cannot say of one person in a file: time zone, language, addresses, quiet hours that end. */
final class PersonCheck {

    private final MarkedYaml yaml;
    private final JsonPointer where;
    private final JsonNode person;
    private final List<Finding> findings = new ArrayList<>();

    PersonCheck(MarkedYaml yaml, JsonPointer where) {
        this.yaml = yaml;
        this.where = where;
        this.person = yaml.json().at(where);
    }

    List<Finding> findings() {
        Optional.ofNullable(person.get("timeZone")).ifPresent(zone -> timeZone(zone.textValue()));
        Optional.ofNullable(person.get("language")).ifPresent(tag -> language(tag.textValue()));
        person.path("addresses")
                .properties()
                .forEach(entry -> address(entry.getKey(), entry.getValue().textValue()));
        Optional.ofNullable(person.get("quietHours"))
                .filter(QuietHoursJson::neverEnd)
                .ifPresent(hours -> findings.add(yaml.finding(
                        where.appendProperty("quietHours"),
                        "quiet hours that never end",
                        "a time at which " + name() + " can be notified",
                        "leave a day out of `days`, or shorten them")));
        return findings;
    }

    private void timeZone(String zone) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (!known.contains(zone)) {
            findings.add(yaml.finding(
                    where.appendProperty("timeZone"),
                    "the time zone `" + zone + "`",
                    "a name of the IANA time zone database, such as Europe/Berlin",
                    NearestWord.of(zone, known)
                            .map(word -> "did you mean `" + word + "`?")
                            .orElse("see https://data.iana.org/time-zones/tzdb/zone1970.tab")));
        }
    }

    private void language(String tag) {
        if (!LanguageTag.isKnown(tag)) {
            findings.add(yaml.finding(
                    where.appendProperty("language"),
                    "the language `" + tag + "`",
                    "a BCP 47 tag, such as en, de or pt-BR",
                    "use the two letters of ISO 639 for the language"));
        }
    }

    private void address(String kind, String address) {
        AddressForm.missedBy(kind, address)
                .ifPresent(form -> findings.add(yaml.finding(
                        where.appendProperty("addresses").appendProperty(kind),
                        "the address `" + address + "` of the kind `" + kind + "`",
                        form.expected(),
                        "write for example " + form.example())));
    }

    private String name() {
        return person.path("name").textValue();
    }
}
