package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A rule of EventBridge as it is to be.
 *
 * @param name its name on the bus
 * @param pattern its event pattern
 */
record WantedRule(String name, JsonNode pattern) {}
