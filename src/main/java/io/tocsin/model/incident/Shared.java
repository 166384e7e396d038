package io.tocsin.model.incident;

import java.time.Duration;

/**
 * Something that alerts have in common, so that their incidents are related.
 *
 * @param key different for different fields and for different values of them
 * @param within incidents are related whose alerts with this began within this time of each other
 */
public record Shared(String key, Duration within) {}
