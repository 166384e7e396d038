package io.tocsin.app.preview;

import java.util.List;

/**
 * What a channel would do with one message.
 *
 * @param sends what it would send, in order
 * @param violations what its provider would refuse of that
 */
public record Rendered(List<Send> sends, List<String> violations) {

    public Rendered {
        sends = List.copyOf(sends);
        violations = List.copyOf(violations);
    }

    /**
     * One send.
     *
     * @param head the call beside the receiver's URL, and options of the sending component; may be empty
     * @param body for a person to read
     */
    public record Send(String head, String body) {}
}
