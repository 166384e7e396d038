/**
 * Incidents as the store keeps them: read with all that a decision about them goes by, decided by {@link
 * io.tocsin.model.incident.Incidents}, and written with what is told of them. Whatever happens to an incident, from a decision
 * about an event to a delivery that died, goes through {@link io.tocsin.pipeline.incident.IncidentBook}.
 */
package io.tocsin.pipeline.incident;
