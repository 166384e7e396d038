package io.tocsin.model.recipient;

import io.tocsin.files.Origin;

/**
 * Which receiver carries messages to addresses of a kind.
 *
 * @param kind of address: {@code email}, {@code sms} ...
 * @param receiver the receiver's name
 * @param origin where it is written
 */
public record Carrier(String kind, String receiver, Origin origin) {}
