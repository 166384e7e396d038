package io.tocsin.model.question;

import io.tocsin.model.alert.Severity;
import java.util.List;
import java.util.Map;

/**
 * What is asked, for its readers.
 *
 * @param title one line
 * @param text more; may be empty
 * @param severity how much it matters: which addresses are used, and whose quiet hours hold it
 * @param labels short facts by name, in their order: {@code pipeline}, {@code stage} ...
 * @param links where to look, by their texts in their order
 */
public record Brief(String title, String text, Severity severity, Map<String, String> labels, List<Link> links) {

    /** Freezes the list. */
    public Brief {
        links = List.copyOf(links);
    }

    /** Where to look. @param text what is there @param href where it is */
    public record Link(String text, String href) {}
}
