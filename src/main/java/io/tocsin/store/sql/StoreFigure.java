package io.tocsin.store.sql;

/**
 * A figure by which an operator sees how the database itself fares.
 *
 * @param name what is measured, and its unit: the last part of a metric's name
 * @param of the table that it is about; empty where it is about all
 * @param value as it is now
 */
public record StoreFigure(String name, String of, double value) {}
