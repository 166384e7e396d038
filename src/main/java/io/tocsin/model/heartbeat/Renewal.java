package io.tocsin.model.heartbeat;

import java.time.Instant;

/**
 * Until when the store should let an alert go on that was only told again.
 *
 * @param until as it was told last
 * @param isNearer whether its sender itself brought the end nearer; if not, an end in the store that is later stays, since another
 *     hub may have heard of the alert since
 */
public record Renewal(Instant until, boolean isNearer) {}
