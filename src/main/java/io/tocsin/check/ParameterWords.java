package io.tocsin.check;

import io.tocsin.model.time.Span;

/**
 * What a template says of one of its parameters, for whoever has given a wrong value: its form, what it means with its
 * unit, and an example.
 *
 * @param parameter the entry of the template's {@code parameters}
 */
record ParameterWords(Place parameter) {

    /** Whether an instance has to give it. */
    boolean required() {
        return !parameter.at("defaultValue").exists()
                && !parameter.at("required").text().equals("false");
    }

    /** Whether it is true or false. */
    boolean isYesOrNo() {
        return byDefault().matches("true|false");
    }

    /** {@code a number: seconds for which the breaker stays open, such as 60}. */
    String expected() {
        String example = byDefault();
        boolean shown = !example.isBlank() && !example.contains("{{") && !isYesOrNo();
        return form() + meaning() + (shown ? ", such as " + example : "");
    }

    private String form() {
        String example = byDefault();
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
        String description = parameter.at("description").text();
        int colon = description.indexOf(": ");
        String meaning = colon < 0 || colon > 30 ? description : description.substring(colon + 2);
        return meaning.isBlank() ? "a value" : meaning;
    }

    private String byDefault() {
        return parameter.at("defaultValue").text();
    }
}
