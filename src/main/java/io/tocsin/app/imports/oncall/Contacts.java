package io.tocsin.app.imports.oncall;

import io.tocsin.model.recipient.AddressForm;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Addresses of somebody, one of each kind, and what else sources write of people alike. */
final class Contacts {

    private final Map<String, String> addresses = new LinkedHashMap<>();

    /** Adds one, where none of its kind is there; says where it is none, or a second one. */
    void add(Part part, String kind, String address) {
        if (address.isEmpty() || address.equals(addresses.get(kind))) {
            return;
        }
        if (AddressForm.missedBy(kind, address).isPresent()) {
            part.left("the address `" + address + "`", "it is none of the kind `" + kind + "`: it is left out");
        } else if (addresses.putIfAbsent(kind, address) != null) {
            part.left(
                    "a second address of the kind `" + kind + "`, " + address,
                    "a person has one of each kind here: it is left out");
        }
    }

    /** A number in E.164. @param country its code, where it is not in the number; may be empty */
    static String phone(String country, String number) {
        return "+" + (country + number).replaceAll("[^0-9]", "");
    }

    Map<String, String> all() {
        return addresses;
    }

    boolean has(String kind) {
        return addresses.containsKey(kind);
    }

    /** The zone of somebody, by its name; empty where it has none, or, which is said, one that is not known. */
    static String zoneOf(Part part, String field, String whose) {
        Optional<ZoneId> zone = zone(part.text(field));
        if (zone.isEmpty() && !part.text(field).isEmpty()) {
            part.left(
                    "the time zone `" + part.text(field) + "` of " + whose,
                    "it is not known: it is UTC here until you write another");
        }
        return zone.map(ZoneId::getId).orElse("");
    }

    /** A zone by its name in the IANA database. */
    static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name))
                    .filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
