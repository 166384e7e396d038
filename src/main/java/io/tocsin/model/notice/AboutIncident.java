package io.tocsin.model.notice;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * The incident that a notice is about, as its readers are told of it.
 *
 * @param id the hub's id of it
 * @param rule the rule that groups its alerts
 * @param severity how bad it is, the rule's own severity already applied
 * @param title one line
 * @param openedAt when it opened
 * @param resolvedAt when it was over; empty while it goes on
 */
public record AboutIncident(
        String id, String rule, Severity severity, String title, Instant openedAt, Optional<Instant> resolvedAt) {}
