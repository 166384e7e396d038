package io.tocsin.check;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Values for the parameters of a template that has no instance yet, so that it can be tried. */
final class TrialValues {
    /** Fits where a text or a number is wanted, and is known again in an error message. */
    private static final String ANY = "9173";

    private TrialValues() {}

    /**
     * A value for each parameter without a default, and for the destination, which may be empty where people have addresses.
     */
    static Map<String, Object> of(RouteText template) {
        Map<String, Object> values = new HashMap<>();
        for (Place parameter : template.head().at("parameters").elements()) {
            String name = parameter.at("name").text();
            boolean optional = parameter.at("required").text().equals("false");
            boolean wanted = !parameter.at("defaultValue").exists() && !optional
                    || parameter.at("defaultValue").text().isEmpty()
                            && template.destination().stream().limit(1).anyMatch(name::equals);
            if (wanted) {
                values.put(name, value(name, template.id()));
            }
        }
        return values;
    }

    /**
     * As {@link #of(RouteText)}, with what an instance gives; what comes from outside its file stays made up.
     *
     * @param name what the receiver is called
     */
    static Map<String, Object> of(RouteText template, Receiver instance, String name) {
        Map<String, Object> values = of(template);
        instance.parameters().forEach((parameter, value) -> {
            if (!value.contains("{{")) {
                values.put(parameter, value);
            }
        });
        instance.name().ifPresent(any -> values.put("receiver", name));
        return values;
    }

    /** The name that {@link #of(RouteText)} gives to the template's receiver. */
    static String receiver(RouteText template) {
        return value("receiver", template.id());
    }

    /** What fits the parameter of this name. */
    static String value(String name, String template) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "receiver", "source", "queue", "host" -> "trial-" + template;
            case "uri" -> "log:trial";
            case "url" -> "https://trial.invalid/hook";
            case "from", "to" -> "trial@tocsin.invalid";
            case "phone" -> "+15555550100";
            case "topic", "topics" -> "arn:aws:sns:us-east-1:000000000000:trial";
            // Random enough for a check, and the base64 of 24 bytes, as Standard Webhooks wants a secret.
            case "secrets", "keys", "passwords" -> "whsec_dHJpYWwtdHJpYWwtdHJpYWwtdHJpYWwt";
            case "publickeys" -> "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"; // of RFC 8032
            default -> ANY;
        };
    }

    /** Whether Camel refused one of these values, so that the template may be right. */
    static boolean areToBlame(Throwable thrown) {
        for (Throwable link = thrown; link != null; link = link.getCause()) {
            if (String.valueOf(link.getMessage()).contains("value " + ANY)) {
                return true;
            }
        }
        return false;
    }
}
