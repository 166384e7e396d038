package io.tocsin.model.question;

import java.util.Optional;

/**
 * What somebody wants to answer.
 *
 * @param person who; empty where it is nobody whom the hub knows
 * @param who the same for readers, whoever it is
 * @param through by which way: {@code link}, {@code slack}, {@code api}
 * @param choice what
 * @param comment why; may be empty
 * @param bearer by what it came, where that says nothing of who they are: the name of a token of the API, whose bearer says it; else empty
 */
public record Vote(Optional<String> person, String who, String through, Choice choice, String comment, String bearer) {

    /** One whose way says who it is of. */
    public Vote(Optional<String> person, String who, String through, Choice choice, String comment) {
        this(person, who, through, choice, comment, "");
    }
}
