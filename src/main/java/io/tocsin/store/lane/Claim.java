package io.tocsin.store.lane;

/**
 * One claim of one row; it holds while the row's fence is still this one.
 *
 * @param id the row
 * @param fence the claim's number
 */
public record Claim(String id, long fence) {}
