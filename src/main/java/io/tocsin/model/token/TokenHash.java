package io.tocsin.model.token;

/**
 * What the hub keeps of a token.
 *
 * @param name names the token in lists, audit and revocation; says nothing about its value
 * @param sha256 SHA-256 of the token's text; without salt, because 256 random bits can't be guessed from a table
 */
public record TokenHash(String name, byte[] sha256) {}
