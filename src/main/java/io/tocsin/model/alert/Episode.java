package io.tocsin.model.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * What the sender itself told of an episode's times, by its own clock, where its mapping says that they are the episode's: from
 * the moment it fires to the moment it is over. Order may go by them.
 *
 * @param begin when the episode began; empty where the sender did not say
 * @param end when it ended; empty while it goes on, and where the sender did not say
 */
public record Episode(Optional<Instant> begin, Optional<Instant> end) {

    /** Nothing that order could go by: the order in which events come counts. */
    public static final Episode NONE = new Episode(Optional.empty(), Optional.empty());
}
