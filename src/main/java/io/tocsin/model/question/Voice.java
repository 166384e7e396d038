package io.tocsin.model.question;

import java.time.Instant;

/**
 * An answer that counted.
 *
 * @param person who gave it
 * @param choice what they chose
 * @param comment why; may be empty
 * @param at when
 * @param through by which way, for readers: {@code link}, {@code slack} ...
 * @param bearer as {@link Vote} has it
 */
public record Voice(String person, Choice choice, String comment, Instant at, String through, String bearer) {}
