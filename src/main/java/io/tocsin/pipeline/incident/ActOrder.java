package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Input;

/**
 * Somebody does something about an incident.
 *
 * @param incidentId which
 * @param act what
 * @param actor who, for the audit: the token, and the name that its bearer gave, if any
 */
public record ActOrder(String incidentId, Input.Act act, String actor) {}
