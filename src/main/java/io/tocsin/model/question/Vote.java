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
 */
public record Vote(Optional<String> person, String who, String through, Choice choice, String comment) {}
