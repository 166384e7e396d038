package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;

/**
 * The state of an incident that is not resolved, as far as a decision needs it.
 *
 * @param id the hub's id of it
 * @param severity how bad it is
 * @param openedAt when it opened
 * @param noticedAt when it last had something to say
 * @param notices how many notices it made
 */
public record OpenIncident(String id, Severity severity, Instant openedAt, Instant noticedAt, long notices) {}
