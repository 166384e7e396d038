package io.tocsin.check;

import io.tocsin.model.receiver.LaneOption;
import io.tocsin.model.time.Span;
import java.util.Optional;

/**
 * What a template says of one of its parameters, for whoever has given a wrong value: its form, what it means with its
 * unit, and an example.
 *
 * @param required whether an instance has to give it
 * @param byDefault what counts where it does not; empty for nothing
 * @param description what the template says of it, or for every receiver its option
 */
record ParameterWords(boolean required, String byDefault, String description) {

    static ParameterWords of(RouteText template, String name) {
        Optional<Place> declared = template.parameter(name);
        Optional<String> byDefault = template.byDefault(name);
        return new ParameterWords(
                byDefault.isEmpty()
                        && declared.map(entry -> !entry.at("required").text().equals("false"))
                                .orElse(false),
                byDefault.orElse(""),
                declared.map(entry -> entry.at("description").text())
                        .filter(description -> !description.isBlank())
                        .or(() -> template.laneOption(name).map(LaneOption::description))
                        .orElse(""));
    }

    /** Whether it is true or false. */
    boolean isYesOrNo() {
        return byDefault.matches("true|false");
    }

    /** {@code a number: seconds for which the breaker stays open, such as 60}. */
    String expected() {
        String example = byDefault;
        boolean shown = !example.isBlank() && !example.contains("{{") && !isYesOrNo();
        return form() + meaning() + (shown ? ", such as " + example : "");
    }

    private String form() {
        String example = byDefault;
        if (isYesOrNo()) {
            return "true or false: ";
        }
        if (example.matches("\\d+(\\.\\d+)?")) {
            return "a number: ";
        }
        return Span.read(example).isPresent() ? "a number and one of ms, s, m, h, d: " : "a value: ";
    }

    /** The description without the parameter's name in front. */
    private String meaning() {
        int colon = description.indexOf(": ");
        String meaning = colon < 0 || colon > 30 ? description : description.substring(colon + 2);
        return meaning.isBlank() ? "a value" : meaning;
    }
}
