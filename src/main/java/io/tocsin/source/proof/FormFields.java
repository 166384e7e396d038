package io.tocsin.source.proof;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of {@code application/x-www-form-urlencoded}, by name, each with its values in their order.
 *
 * @param all sorted by name
 */
public record FormFields(Map<String, List<String>> all) {

    /** More is no form that a provider posts. */
    private static final int MOST = 1_000;

    /** Reads them. @return empty for what is no such form */
    public static Optional<FormFields> read(byte[] body) {
        TreeMap<String, List<String>> fields = new TreeMap<>();
        String form = new String(body, StandardCharsets.UTF_8);
        if (form.isEmpty()) {
            return Optional.of(new FormFields(fields));
        }
        String[] pairs = form.split("&", MOST + 1);
        if (pairs.length > MOST) {
            return Optional.empty();
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            try {
                String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
            } catch (IllegalArgumentException noForm) {
                return Optional.empty();
            }
        }
        return Optional.of(new FormFields(fields));
    }

    /** The value of a field; empty where it is missing or there twice. */
    public String one(String name) {
        List<String> values = all.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }
}
