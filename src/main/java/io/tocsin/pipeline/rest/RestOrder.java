package io.tocsin.pipeline.rest;

import io.tocsin.model.recipient.Address;
import java.time.Duration;
import java.util.Optional;

/**
 * Somebody wants to be left alone.
 *
 * @param person their name
 * @param kind of the address
 * @param address where that is; empty where no receiver carries it
 * @param length for how long from now on
 * @param actor who, for the audit
 * @param once the provider's id of this wish: the same again makes it no longer
 */
public record RestOrder(
        String person, String kind, Optional<Address.Key> address, Duration length, String actor, String once) {}
