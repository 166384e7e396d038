package io.tocsin.model.recipient;

import java.time.Instant;

/**
 * Somebody wants nothing at one of their addresses for a while, whatever it is.
 *
 * @param person their name
 * @param kind of the address
 * @param until when it is over
 */
public record Rest(String person, String kind, Instant until) {}
