package io.tocsin.store.copy;

/**
 * A table that was copied, and read again from where it is now.
 *
 * @param name its name
 * @param rows how many
 * @param checksum of all its rows in whatever order, 32 hex digits: the same on both sides
 * @param replaced in how many texts a NUL, which PostgreSQL can't hold, is U+FFFD now
 */
public record CopiedTable(String name, long rows, String checksum, long replaced) {}
