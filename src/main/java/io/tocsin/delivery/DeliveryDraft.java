package io.tocsin.delivery;

/**
 * A delivery that a notice asks for.
 *
 * @param receiver the receiver's name
 * @param address where through that receiver; empty for the receiver's own
 */
public record DeliveryDraft(String receiver, String address) {}
