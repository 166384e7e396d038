package io.tocsin.store.sql;

import java.time.Duration;

/**
 * For how long a transaction is waited for of which nobody knows how it goes on: its database is at the other end of a network that
 * may swallow what is sent.
 *
 * @param answer after so long senders are no longer kept waiting, and are told that the store is away
 * @param transaction after so long its connection is broken off, even where the system still waits to send something on it
 */
public record Patience(Duration answer, Duration transaction) {}
